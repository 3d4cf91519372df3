using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hv.Power.Execution;
using Hv.Power.FloatingPoint;
using Hv.Power.Memory;
using Hv.Power.State;
using Hv.Power.Tests.Infrastructure;

namespace Hv.Power.Tests.Execution;

/// <summary>Floating-point and vector registers: who may use them, where they are, and what FPSCR does.</summary>
internal sealed class FacilityTests
{
    private const ulong All = MachineState.FloatingPoint | MachineState.Vector | MachineState.VectorScalar;
    private const ulong One = 0x3FF0_0000_0000_0000;
    private const ulong Two = 0x4000_0000_0000_0000;
    private const ulong Infinity = 0x7FF0_0000_0000_0000;
    private const ulong MinusInfinity = 0xFFF0_0000_0000_0000;

    [TestCase("fadd f1,f2,f3", MachineState.FloatingPoint, Outcome.FloatingPointUnavailable, InterruptVector.FloatingPointUnavailable)]
    [TestCase("vadduwm v1,v2,v3", MachineState.Vector, Outcome.VectorUnavailable, InterruptVector.VectorUnavailable)]
    [TestCase("xxlor vs1,vs2,vs3", MachineState.VectorScalar, Outcome.VectorScalarUnavailable, InterruptVector.VectorScalarUnavailable)]
    public void An_instruction_asks_for_its_facility(string instruction, ulong needed, Outcome outcome, InterruptVector vector)
    {
        using var program = new Program<BigEndian64>($"{instruction}\nsc");
        program.State.Msr |= All & ~needed;
        var result = program.Run();
        Assert.That(result.Interrupt, Is.EqualTo(new PowerInterrupt(vector, outcome, program.Code.Origin, 0, 0, 0)));
        program.State.Msr |= needed;
        Assert.That(program.Run().Interrupt.Cause, Is.EqualTo(Outcome.SystemCall));
    }

    [Test]
    public void A_floating_point_register_is_the_upper_half_of_a_vector_scalar_register()
    {
        var state = default(PowerState);
        state.Vsr(1) = new UInt128(1, 2);
        state.Fpr(1) = 3;
        Assert.That(state.Vsr(1), Is.EqualTo(new UInt128(3, 2)));
        state.SetScalar(1, 4);
        Assert.That(state.Vsr(1), Is.EqualTo(new UInt128(4, 0)));
    }

    [Test]
    public void A_vector_register_is_one_of_the_upper_half_of_the_file()
    {
        var state = default(PowerState);
        state.Vr(5) = new UInt128(0x0001_0203_0405_0607, 0x0809_0A0B_0C0D_0E0F);
        Assert.That(state.Vsr(37), Is.EqualTo(state.Vr(5)));
        var bytes = state.Vr<Vector128<byte>>(5);
        for (var element = 0; element < 16; element++)
            Assert.That(bytes.GetElement(BitConverter.IsLittleEndian ? 15 - element : element), Is.EqualTo(element));
    }

    [Test]
    public unsafe void Vector_scalar_registers_are_aligned()
    {
        var state = default(PowerState);
        Assert.That((long)((nint)Unsafe.AsPointer(ref state.VsrDoublewords[0]) - (nint)Unsafe.AsPointer(ref state)) % 16, Is.Zero);
    }

    [Test]
    public void A_sum_sets_the_target_FPSCR_and_field_1_of_CR()
    {
        using var program = Adding(Infinity, MinusInfinity);
        Assert.That(program.Run().Interrupt.Cause, Is.EqualTo(Outcome.SystemCall));
        Assert.That(program.State.Vsr(1), Is.EqualTo(new UInt128(0x7FF8_0000_0000_0000, 0)));
        Assert.That(program.State.Fpscr, Is.EqualTo(Fpscr.FX | Fpscr.VX | Fpscr.VXISI | (0x11u << 12)));
        Assert.That(program.State.Cr, Is.EqualTo(0x0A00_0000));
    }

    [Test]
    public void An_enabled_exception_waits_for_MSR()
    {
        using var program = Adding(Infinity, MinusInfinity);
        program.State.Fpscr = Fpscr.VE;
        Assert.That(program.Run().Interrupt.Cause, Is.EqualTo(Outcome.SystemCall));
        Assert.That(program.State.Fpr(1), Is.EqualTo(One), "the target keeps its value");
        Assert.That(program.State.Cr, Is.EqualTo(0x0E00_0000));
    }

    [TestCase(MachineState.FloatingPointException0)]
    [TestCase(MachineState.FloatingPointException1)]
    public void An_enabled_exception_interrupts_behind_its_effects(ulong mode)
    {
        using var program = Adding(Infinity, MinusInfinity);
        program.State.Fpscr = Fpscr.VE;
        program.State.Msr |= mode;
        var expected = new PowerInterrupt(InterruptVector.Program, Outcome.FloatingPointEnabled, program.Code.Origin, 0x10_0000, 0, 0);
        Assert.That(program.Run().Interrupt, Is.EqualTo(expected));
        Assert.That(program.State.Fpr(1), Is.EqualTo(One));
        Assert.That(program.State.Cr, Is.EqualTo(0x0E00_0000));

        // The same cause interrupts again; an operation without one does not.
        program.State.Nia = program.Code.Origin;
        Assert.That(program.Run().Interrupt, Is.EqualTo(expected));
        program.State.Nia = program.Code.Origin;
        program.State.Fpr(2) = program.State.Fpr(3) = One;
        Assert.That(program.Run().Interrupt.Cause, Is.EqualTo(Outcome.SystemCall));
        Assert.That(program.State.Fpr(1), Is.EqualTo(Two));
    }

    [TestCase(0xFFFF_FFFFu, 0xFFFF_FFFFu, 0x0000_0080u)]
    [TestCase(0x0000_0000u, 0x0000_0000u, 0x0000_0020u)]
    [TestCase(0x0000_0001u, 0xFFFF_FFFFu, 0x0000_0000u)]
    public void A_comparison_of_vectors_tells_all_or_none_in_field_6_of_CR(uint first, uint rest, uint cr)
    {
        using var program = new Program<LittleEndian64>("vcmpequw. v1,v2,v3\nvcmpequw v4,v2,v2\nsc");
        program.State.Msr |= All;
        program.State.Vr<Vector128<uint>>(2) = Vector128.Create(7u);
        program.State.Vr<Vector128<uint>>(3) = Vector128.Create(rest).WithElement(0, first) & Vector128.Create(7u);
        Assert.That(program.Run().Interrupt.Cause, Is.EqualTo(Outcome.SystemCall));
        Assert.That(program.State.Cr, Is.EqualTo(cr), "without Rc the field stays");
        Assert.That(program.State.Vr(4), Is.EqualTo(UInt128.MaxValue));
    }

    private static Program<LittleEndian64> Adding(ulong a, ulong b)
    {
        var program = new Program<LittleEndian64>("fadd. f1,f2,f3\nsc");
        program.State.Msr |= All;
        program.State.Fpr(1) = One;
        program.State.Fpr(2) = a;
        program.State.Fpr(3) = b;
        return program;
    }
}
