namespace Hv.Conformance.BareMetal;

/// <summary>Who does what with a special purpose register.</summary>
internal enum RegisterAccess
{
    /// <summary>The system reads it.</summary>
    SystemReads,

    /// <summary>The system writes it.</summary>
    SystemWrites,

    /// <summary>A program reads it.</summary>
    ProgramReads,

    /// <summary>A program writes it.</summary>
    ProgramWrites,
}
