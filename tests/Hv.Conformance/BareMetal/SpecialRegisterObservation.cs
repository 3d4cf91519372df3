namespace Hv.Conformance.BareMetal;

/// <summary>An access to a special purpose register that ended differently: a vector, and the high half of the low word of SRR1.</summary>
/// <param name="Model">The processor.</param>
/// <param name="Number">The number of the register.</param>
/// <param name="Access">Who did what.</param>
/// <param name="Hv">What it led to here.</param>
/// <param name="Qemu">What it led to there.</param>
internal sealed record SpecialRegisterObservation(string Model, int Number, RegisterAccess Access, string Hv, string Qemu)
{
    /// <summary>It completed: the system call behind it came.</summary>
    public const string Done = "0c00.0000";

    /// <summary>Program interrupt, illegal instruction.</summary>
    public const string Illegal = "0700.0008";

    /// <summary>Program interrupt, privileged instruction.</summary>
    public const string Privileged = "0700.0004";

    /// <summary>Whether a program made it.</summary>
    public bool IsOfProgram => Access >= RegisterAccess.ProgramReads;
}
