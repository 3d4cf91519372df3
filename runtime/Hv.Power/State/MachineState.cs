namespace Hv.Power.State;

/// <summary>The bits of the machine state register (Power ISA, Book III, 4.2.1 of version 3.0B).</summary>
public static class MachineState
{
    /// <summary>SF: 64-bit mode.</summary>
    public const ulong SixtyFourBit = 1UL << 63;

    /// <summary>HV: hypervisor state. A guest never has it.</summary>
    public const ulong Hypervisor = 1UL << 60;

    /// <summary>VEC: vector instructions are available.</summary>
    public const ulong Vector = 1UL << 25;

    /// <summary>VSX: vector-scalar instructions are available.</summary>
    public const ulong VectorScalar = 1UL << 23;

    /// <summary>EE: external and decrementer interrupts are taken.</summary>
    public const ulong ExternalInterrupts = 1UL << 15;

    /// <summary>PR: problem state.</summary>
    public const ulong ProblemState = 1UL << 14;

    /// <summary>FP: floating-point instructions are available.</summary>
    public const ulong FloatingPoint = 1UL << 13;

    /// <summary>ME: machine check interrupts are taken.</summary>
    public const ulong MachineCheck = 1UL << 12;

    /// <summary>FE0: floating-point exception mode.</summary>
    public const ulong FloatingPointException0 = 1UL << 11;

    /// <summary>TE: trace, two bits (SE and BE).</summary>
    public const ulong Trace = 3UL << 9;

    /// <summary>FE1: floating-point exception mode.</summary>
    public const ulong FloatingPointException1 = 1UL << 8;

    /// <summary>IR: instruction addresses are translated.</summary>
    public const ulong InstructionRelocation = 1UL << 5;

    /// <summary>DR: data addresses are translated.</summary>
    public const ulong DataRelocation = 1UL << 4;

    /// <summary>RI: an interrupt can be recovered from.</summary>
    public const ulong Recoverable = 1UL << 1;

    /// <summary>LE: little-endian.</summary>
    public const ulong LittleEndian = 1UL;

    /// <summary>PMM: performance monitor mark.</summary>
    public const ulong PerformanceMark = 1UL << 2;

    /// <summary>The bits that a processor here has; the others are 0.</summary>
    public const ulong Implemented = SixtyFourBit | Hypervisor | Vector | VectorScalar | ExternalInterrupts | ProblemState | FloatingPoint
        | MachineCheck | FloatingPointException0 | Trace | FloatingPointException1 | InstructionRelocation | DataRelocation
        | PerformanceMark | Recoverable | LittleEndian;
}
