namespace Hv.Power.Execution;

/// <summary>Where an interrupt goes, as an effective address without relocation (Power ISA, Book III, 6.5 of version 3.0B).</summary>
public enum InterruptVector : uint
{
    /// <summary>Data storage.</summary>
    DataStorage = 0x300,

    /// <summary>Instruction storage.</summary>
    InstructionStorage = 0x400,

    /// <summary>Alignment.</summary>
    Alignment = 0x600,

    /// <summary>Program: illegal or privileged instruction, trap, enabled floating-point exception.</summary>
    Program = 0x700,

    /// <summary>Floating-point unavailable.</summary>
    FloatingPointUnavailable = 0x800,

    /// <summary>System call.</summary>
    SystemCall = 0xC00,

    /// <summary>Vector unavailable.</summary>
    VectorUnavailable = 0xF20,

    /// <summary>VSX unavailable.</summary>
    VectorScalarUnavailable = 0xF40,

    /// <summary>System call vectored; the service selects one of 128 places of 32 bytes.</summary>
    SystemCallVectored = 0x17000,
}
