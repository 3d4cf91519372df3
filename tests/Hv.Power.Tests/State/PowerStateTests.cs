using Hv.Power.Declarations;
using Hv.Power.State;

namespace Hv.Power.Tests.State;

/// <summary>The registers that are kept in parts.</summary>
internal sealed class PowerStateTests
{
    [TestCase(0x12345678u)]
    [TestCase(0x80000001u)]
    [TestCase(uint.MaxValue)]
    public void Cr_is_its_eight_fields(uint value)
    {
        var state = new PowerState { Cr = value };
        Assert.That(state.Cr, Is.EqualTo(value));
        unsafe
        {
            for (var field = 0; field < 8; field++)
                Assert.That(state.CrField[field], Is.EqualTo((value >> (28 - (4 * field))) & 0xF));
        }
    }

    [Test]
    public void A_bit_of_Cr_is_numbered_from_the_left()
    {
        var state = new PowerState { Cr = 0x4000_0010 };
        Assert.That(Enumerable.Range(0, 32).Where(bit => state.CrBit(bit)), Is.EqualTo([1, 27]));
        state.SetCrBit(1, false);
        state.SetCrBit(31, true);
        Assert.That(state.Cr, Is.EqualTo(0x11u));
    }

    [Test]
    public void Xer_is_its_flags_and_the_rest()
    {
        var state = new PowerState { Xer = 0xE00C_007F };
        Assert.That((state.So, state.Ov, state.Ca, state.Ov32, state.Ca32, state.XerRest), Is.EqualTo((1, 1, 1, 1, 1, 0x7F)));
        Assert.That(state.Xer, Is.EqualTo(0xE00C_007F));
    }

    [Test]
    public void Overflow_stays_in_SO()
    {
        var state = new PowerState { Level = Isa.V3_0 };
        state.SetOverflow(true, true);
        state.SetOverflow(false, false);
        Assert.That(state.Xer, Is.EqualTo(0x8000_0000));
    }

    [Test]
    public void Older_processors_do_not_touch_OV32_and_CA32()
    {
        var state = new PowerState { Level = Isa.V2_07 };
        state.SetOverflow(true, true);
        state.SetCarry(true, true);
        Assert.That(state.Xer, Is.EqualTo(0xE000_0000));
    }

    [Test]
    public void The_general_registers_come_first()
    {
        unsafe
        {
            PowerState state = default;
            Assert.That((nint)state.Gpr == (nint)(&state));
        }
    }
}
