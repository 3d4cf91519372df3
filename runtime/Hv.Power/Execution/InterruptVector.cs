namespace Hv.Power.Execution;

/// <summary>Where an interrupt goes, as an effective address without relocation (Power ISA, Book III, 6.5 of version 3.0B).</summary>
public enum InterruptVector : uint
{
    /// <summary>System reset.</summary>
    SystemReset = 0x100,

    /// <summary>Machine check.</summary>
    MachineCheck = 0x200,

    /// <summary>Data storage.</summary>
    DataStorage = 0x300,

    /// <summary>Data segment.</summary>
    DataSegment = 0x380,

    /// <summary>Instruction storage.</summary>
    InstructionStorage = 0x400,

    /// <summary>Instruction segment.</summary>
    InstructionSegment = 0x480,

    /// <summary>External.</summary>
    External = 0x500,

    /// <summary>Alignment.</summary>
    Alignment = 0x600,

    /// <summary>Program: illegal or privileged instruction, trap, enabled floating-point exception.</summary>
    Program = 0x700,

    /// <summary>Floating point unavailable.</summary>
    FloatingPointUnavailable = 0x800,

    /// <summary>Decrementer.</summary>
    Decrementer = 0x900,

    /// <summary>Directed privileged doorbell (ISA 2.07).</summary>
    Doorbell = 0xA00,

    /// <summary>System call.</summary>
    SystemCall = 0xC00,

    /// <summary>Trace.</summary>
    Trace = 0xD00,

    /// <summary>Performance monitor.</summary>
    PerformanceMonitor = 0xF00,

    /// <summary>Vector unavailable.</summary>
    VectorUnavailable = 0xF20,

    /// <summary>Vector-scalar extension unavailable.</summary>
    VectorScalarUnavailable = 0xF40,

    /// <summary>Facility unavailable (ISA 2.07).</summary>
    FacilityUnavailable = 0xF60,

    /// <summary>System call vectored; the service selects one of 128 places of 32 bytes.</summary>
    SystemCallVectored = 0x17000,
}
