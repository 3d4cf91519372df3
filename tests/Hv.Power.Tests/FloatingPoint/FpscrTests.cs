using Hv.Power.FloatingPoint;

namespace Hv.Power.Tests.FloatingPoint;

/// <summary>What happens to the register apart from the arithmetic.</summary>
public sealed class FpscrTests
{
    [Test]
    public void FX_is_set_by_an_exception_that_was_not_there() =>
        Assert.That(new Fpscr(0).With(new FpscrEffects(Fpscr.XX, 0)).Value, Is.EqualTo((ulong)(Fpscr.FX | Fpscr.XX)));

    [Test]
    public void FX_stays_clear_when_the_exception_was_there() =>
        Assert.That(new Fpscr(Fpscr.XX).With(new FpscrEffects(Fpscr.XX, 0)).Value, Is.EqualTo((ulong)Fpscr.XX));

    [TestCase(Fpscr.VXVC, Fpscr.VE)]
    [TestCase(Fpscr.OX, Fpscr.OE)]
    [TestCase(Fpscr.UX, Fpscr.UE)]
    [TestCase(Fpscr.ZX, Fpscr.ZE)]
    [TestCase(Fpscr.XX, Fpscr.XE)]
    public void FEX_tells_that_an_exception_meets_its_enable(uint exception, uint enable)
    {
        Assert.That(new Fpscr(enable).With(new FpscrEffects(exception, 0)).HasEnabledException, Is.True);
        Assert.That(new Fpscr((Fpscr.VE | Fpscr.OE | Fpscr.UE | Fpscr.ZE | Fpscr.XE) & ~enable)
            .With(new FpscrEffects(exception, 0)).HasEnabledException, Is.False);
    }

    [Test]
    public void VX_and_FEX_follow_the_other_bits_when_software_writes_them() =>
        Assert.That(new Fpscr(Fpscr.VX | Fpscr.FEX | Fpscr.FX).WithSummaries().Value, Is.EqualTo((ulong)Fpscr.FX));

    [Test]
    public void The_decimal_rounding_mode_stays()
    {
        var before = new Fpscr(0x7_0000_0000);

        Assert.That(before.With(new FpscrEffects(Fpscr.XX, Fpscr.FPRF)).Value >> 32, Is.EqualTo(7));
    }

    [Test]
    public void Elements_of_a_vector_leave_FR_FI_and_FPRF_and_add_their_exceptions()
    {
        var first = DoublePrecision.Divide(0x3FF0_0000_0000_0000, 0x4008_0000_0000_0000, default).Effects.ExceptionsOnly;
        var second = DoublePrecision.Divide(0x3FF0_0000_0000_0000, 0, default).Effects.ExceptionsOnly;

        var after = new Fpscr(Fpscr.FPRF).With(first | second);

        Assert.That(after.Value, Is.EqualTo((ulong)(Fpscr.FX | Fpscr.XX | Fpscr.ZX | Fpscr.FPRF)));
    }

    [Test]
    public void One_element_that_traps_keeps_the_whole_target()
    {
        var traps = new Fpscr(Fpscr.ZE);
        var first = DoublePrecision.Divide(0x3FF0_0000_0000_0000, 0x4008_0000_0000_0000, traps).Effects;
        var second = DoublePrecision.Divide(0x3FF0_0000_0000_0000, 0, traps).Effects;

        Assert.That((first | second).ExceptionsOnly.SuppressesResult, Is.True);
    }
}
