using Hv.Power.Execution;
using Hv.Power.Memory;
using Hv.Power.State;
using Hv.Power.Tests.Infrastructure;

namespace Hv.Power.Tests.Instructions.Vector;

/// <summary>VSCR.SAT, and the levels of vector instructions.</summary>
internal sealed class VectorSaturationTests
{
    [TestCase("vaddubs v3,v1,v2")]
    [TestCase("vsubuhs v3,v2,v1")]
    [TestCase("vpkuwus v3,v1,v1")]
    [TestCase("vsumsws v3,v4,v4")]
    [TestCase("vmhaddshs v3,v4,v4,v4")]
    [TestCase("vmsumuhs v3,v1,v1,v1")]
    public void Saturation_is_remembered(string instruction)
    {
        using var program = new Program<LittleEndian64>($"vaddubs v3,v0,v2\nvor v5,v3,v3\nmfvscr v6\n{instruction}\nvaddubs v3,v0,v2\nmfvscr v7\nsc");
        program.State.Msr |= MachineState.Vector;
        program.State.Vr(1) = UInt128.MaxValue;
        program.State.Vr(2) = 1;
        program.State.Vr(4) = new UInt128(0x7FFF_FFFF_7FFF_FFFF, 0x7FFF_FFFF_7FFF_FFFF);
        Assert.That(program.Run().Interrupt.Cause, Is.EqualTo(Outcome.SystemCall));
        Assert.That(program.State.Vr(6), Is.EqualTo(UInt128.Zero), "what is exact leaves it");
        Assert.That(program.State.Vr(7), Is.EqualTo(UInt128.One), "it stays");
    }

    [TestCase("vaddudm v1,v2,v3")]
    [TestCase("vcipher v1,v2,v3")]
    [TestCase("mtvsrd vs1,r3")]
    public void POWER7_lacks_what_came_later(string instruction)
    {
        using var program = new Program<BigEndian64>($"{instruction}\nsc", PowerModel.Power7);
        program.State.Msr |= MachineState.FloatingPoint | MachineState.Vector | MachineState.VectorScalar;
        Assert.That(program.Run().Interrupt.Cause, Is.EqualTo(Outcome.Illegal));
    }
}
