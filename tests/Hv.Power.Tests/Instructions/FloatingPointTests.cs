using System.Runtime.Intrinsics;
using Hv.Power.Execution;
using Hv.Power.FloatingPoint;
using Hv.Power.Memory;
using Hv.Power.State;
using Hv.Power.Tests.Infrastructure;

namespace Hv.Power.Tests.Instructions;

/// <summary>What declared floating-point instructions do besides arithmetic, and what QEMU's user mode cannot show.</summary>
internal sealed class FloatingPointTests
{
    private const ulong Facilities = MachineState.FloatingPoint | MachineState.Vector | MachineState.VectorScalar;
    private const ulong One = 0x3FF0_0000_0000_0000;
    private const ulong Everything = 0x0000_0007_9E00_0003;
    private const uint SignallingNaN = 0x7F80_0001;

    [TestCase("mffsl f1", 0x7_0000_0003ul, Everything)]
    [TestCase("mffsce f1", Everything, Everything)]
    [TestCase("mffscrni f1,1", 0x7_0000_0003ul, Everything - 2)]
    [TestCase("mffscdrni f1,0", 0x7_0000_0003ul, Everything & uint.MaxValue)]
    public void Forms_of_mffs_are_mffs_on_processors_that_came_before(string instruction, ulong read, ulong left)
    {
        using var old = Make($"{instruction}\nsc", PowerModel.Power8);
        old.State.Fpscr = Everything;
        Assert.That(old.Run().Interrupt.Cause, Is.EqualTo(Outcome.SystemCall));
        Assert.That(old.State.Fpr(1), Is.EqualTo(Everything));
        Assert.That(old.State.Fpscr, Is.EqualTo(Everything));

        using var recent = Make($"{instruction}\nsc", PowerModel.Power9);
        recent.State.Fpscr = Everything;
        Assert.That(recent.Run().Interrupt.Cause, Is.EqualTo(Outcome.SystemCall));
        Assert.That(recent.State.Fpr(1), Is.EqualTo(read));
        Assert.That(recent.State.Fpscr, Is.EqualTo(left));
    }

    [TestCase("xsaddqp v1,v2,v3")]
    [TestCase("xsmaxcdp vs1,vs2,vs3")]
    [TestCase("xscvdphp vs1,vs2")]
    public void What_came_with_version_3_is_illegal_on_POWER8(string instruction)
    {
        using var program = Make($"{instruction}\nsc", PowerModel.Power8);
        Assert.That(program.Run().Interrupt.Cause, Is.EqualTo(Outcome.Illegal));
    }

    [TestCase("lxv vs1,0(r3)", MachineState.VectorScalar, Outcome.VectorScalarUnavailable)]
    [TestCase("lxv vs33,0(r3)", MachineState.Vector, Outcome.VectorUnavailable)]
    [TestCase("stxv vs31,0(r3)", MachineState.VectorScalar, Outcome.VectorScalarUnavailable)]
    [TestCase("stxv vs63,0(r3)", MachineState.Vector, Outcome.VectorUnavailable)]
    [TestCase("mtfsb0 3", MachineState.FloatingPoint, Outcome.FloatingPointUnavailable)]
    [TestCase("lfd f1,0(r3)", MachineState.FloatingPoint, Outcome.FloatingPointUnavailable)]
    [TestCase("xsaddqp v1,v2,v3", MachineState.VectorScalar, Outcome.VectorScalarUnavailable)]
    [TestCase("vaddfp v1,v2,v3", MachineState.Vector, Outcome.VectorUnavailable)]
    public void Only_the_facility_of_the_register_is_asked_for(string instruction, ulong needed, Outcome outcome)
    {
        using var program = Make($"{instruction}\nsc", PowerModel.Power9);
        program.State.Msr &= ~needed;
        Assert.That(program.Run().Interrupt.Cause, Is.EqualTo(outcome));
        program.State.Msr = (program.State.Msr & ~Facilities) | needed;
        program.State.Nia = program.Code.Origin;
        program[3] = program.Code.Origin + 0x100;
        Assert.That(program.Run().Interrupt.Cause, Is.EqualTo(Outcome.SystemCall));
    }

    [Test]
    public void A_trap_of_one_element_keeps_all_of_the_target()
    {
        using var program = Make("xvadddp vs1,vs2,vs3\nsc", PowerModel.Power9);
        program.State.Vsr<Vector128<ulong>>(1) = Vector128.Create(5ul, 6ul);
        program.State.Vsr<Vector128<ulong>>(2) = Vector128.Create(One, 0x7FF0_0000_0000_0001);
        program.State.Vsr<Vector128<ulong>>(3) = Vector128.Create(One, One);
        program.State.Fpscr = Fpscr.VE;
        program.State.Msr |= MachineState.FloatingPointException0;
        Assert.That(program.Run().Interrupt.Cause, Is.EqualTo(Outcome.FloatingPointEnabled));
        Assert.That(program.State.Vsr<Vector128<ulong>>(1), Is.EqualTo(Vector128.Create(5ul, 6ul)));
        Assert.That(program.State.Fpscr & (Fpscr.VXSNAN | Fpscr.FEX), Is.EqualTo(Fpscr.VXSNAN | Fpscr.FEX));
    }

    [TestCase("mtfsb1 5", "mtfsb1 27", Fpscr.ZX | Fpscr.ZE | Fpscr.FX)]
    [TestCase("mtfsb1 27", "mtfsb1 5", Fpscr.ZX | Fpscr.ZE | Fpscr.FX)]
    [TestCase("mtfsfi 1,4", "mtfsfi 6,1", Fpscr.ZX | Fpscr.ZE)]
    [TestCase("mtfsfi 6,1", "mtfsfi 1,4", Fpscr.ZX | Fpscr.ZE)]
    public void Writing_both_an_exception_and_its_enable_traps(string first, string second, uint fpscr)
    {
        using var program = Make($"{first}\n{second}\nsc", PowerModel.Power9);
        program.State.Msr |= MachineState.FloatingPointException0 | MachineState.FloatingPointException1;
        var result = program.Run();
        Assert.That(result.Interrupt.Cause, Is.EqualTo(Outcome.FloatingPointEnabled));
        Assert.That(result.Interrupt.Address, Is.EqualTo(program.Code.Origin + 4));
        Assert.That(program.State.Fpscr, Is.EqualTo(fpscr | Fpscr.FEX));
    }

    [TestCase(0u, 0x0000_0001u, 0x0000_0003u)]
    [TestCase(VectorState.NonJava, 0x0000_0000u, 0x0000_0000u)]
    public void Denormal_singles_are_zeros_in_the_mode_that_says_so(uint vscr, uint least, uint sum)
    {
        using var program = Make("vmaxfp v4,v2,v3\nvaddfp v1,v2,v3\nsc", PowerModel.Power9);
        program.State.Vscr = vscr;
        program.State.Vr<Vector128<uint>>(2) = Vector128.Create(1u, 0x0080_0000, SignallingNaN, 0xFF80_0000);
        program.State.Vr<Vector128<uint>>(3) = Vector128.Create(2u, 0x807F_FFFF, 0x3F80_0000, 0x7F80_0000);
        Assert.That(program.Run().Interrupt.Cause, Is.EqualTo(Outcome.SystemCall));
        var exact = vscr == 0 ? 1u : 0x0080_0000;
        Assert.That(program.State.Vr<Vector128<uint>>(1), Is.EqualTo(Vector128.Create(sum, exact, SignallingNaN | 0x0040_0000, 0x7FC0_0000)));
        Assert.That(program.State.Vr<Vector128<uint>>(4), Is.EqualTo(Vector128.Create(least * 2, 0x0080_0000, SignallingNaN | 0x0040_0000, 0x7F80_0000)));
    }

    [TestCase("vctsxs v1,v2,1", 0x7FFF_FFFFu, 0x8000_0000u, 0u, 3u)]
    [TestCase("vctuxs v1,v2,1", 0xFFFF_FFFFu, 0x0000_0000u, 0u, 3u)]
    public void Conversions_saturate_and_say_so(string instruction, uint greatest, uint least, uint nan, uint number)
    {
        using var program = Make($"{instruction}\nsc", PowerModel.Power9);
        program.State.Vr<Vector128<float>>(2) = Vector128.Create(float.PositiveInfinity, -3e30f, float.NaN, 1.99f);
        Assert.That(program.Run().Interrupt.Cause, Is.EqualTo(Outcome.SystemCall));
        Assert.That(program.State.Vr<Vector128<uint>>(1), Is.EqualTo(Vector128.Create(greatest, least, nan, number)));
        Assert.That(program.State.Vscr, Is.EqualTo(VectorState.Saturation));
    }

    [Test]
    public void A_single_is_loaded_as_a_double_and_stored_as_it_was()
    {
        using var program = Make("lfs f1,0(r3)\nstfs f1,4(r3)\nstfd f1,8(r3)\nlfsu f2,4(r3)\nlfiwax f3,0,r3\nstfiwx f3,0,r4\nsc", PowerModel.Power9);
        var data = program.Code.Origin + 0x100;
        program[3] = data;
        program[4] = data + 16;
        BitConverter.TryWriteBytes(program.Bytes(data, 4), 0x8000_0001u);
        Assert.That(program.Run().Interrupt.Cause, Is.EqualTo(Outcome.SystemCall));
        Assert.That(BitConverter.UInt64BitsToDouble(program.State.Fpr(1)), Is.EqualTo(-float.Epsilon));
        Assert.That(BitConverter.ToUInt32(program.Bytes(data + 4, 4)), Is.EqualTo(0x8000_0001));
        Assert.That(BitConverter.ToUInt64(program.Bytes(data + 8, 8)), Is.EqualTo(program.State.Fpr(1)));
        Assert.That(program.State.Fpr(3), Is.EqualTo(0xFFFF_FFFF_8000_0001));
        Assert.That(BitConverter.ToUInt32(program.Bytes(data + 16, 4)), Is.EqualTo(0x8000_0001));
        Assert.That(program[3], Is.EqualTo(data + 4));
    }

    private static Program<LittleEndian64> Make(string source, PowerModel model)
    {
        var program = new Program<LittleEndian64>(source, model);
        program.State.Msr |= Facilities;
        return program;
    }
}
