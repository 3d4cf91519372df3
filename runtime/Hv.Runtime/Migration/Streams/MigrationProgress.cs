using Hv.Runtime.Migration.Ram;

namespace Hv.Runtime.Migration.Streams;

/// <summary>How far a machine that is sent has come.</summary>
public readonly record struct MigrationProgress
{
    /// <summary>The RAM.</summary>
    public RamProgress Ram { get; init; }

    /// <summary>Bytes that were sent.</summary>
    public ulong Transferred { get; init; }

    /// <summary>Bytes that were sent while the machine stood.</summary>
    public ulong TransferredInDowntime { get; init; }

    /// <summary>Bytes a second, lately.</summary>
    public double Bandwidth { get; init; }

    /// <summary>Pages sent a second, lately.</summary>
    public double PagesPerSecond { get; init; }

    /// <summary>Pages that the guest wrote a second, between the last two times it was looked for them.</summary>
    public double DirtyPagesPerSecond { get; init; }

    /// <summary>How long the machine would stand if it stopped now; <see langword="null"/> while that cannot be told.</summary>
    public TimeSpan? ExpectedDowntime { get; init; }
}
