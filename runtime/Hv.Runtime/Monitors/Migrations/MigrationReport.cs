using Hv.Runtime.Migration.Streams;
using Hv.Runtime.Migration.Transports;

namespace Hv.Runtime.Monitors.Migrations;

/// <summary>What there is to say of a migration at one moment.</summary>
/// <param name="Status">How far it has come.</param>
public sealed record MigrationReport(MigrationStatus Status)
{
    /// <summary>What there is to say before there was a migration.</summary>
    public static MigrationReport None { get; } = new(MigrationStatus.None);

    /// <summary>Whether the machine is read, not sent.</summary>
    public bool IsIncoming { get; init; }

    /// <summary>Why it has failed, or <see langword="null"/>.</summary>
    public string? Error { get; init; }

    /// <summary>How long it has taken, or took.</summary>
    public TimeSpan Total { get; init; }

    /// <summary>How long the source took before it sent the first round; <see langword="null"/> while it has not.</summary>
    public TimeSpan? Setup { get; init; }

    /// <summary>How long the source stood; <see langword="null"/> while it has not all been sent.</summary>
    public TimeSpan? Downtime { get; init; }

    /// <summary>How long the source may stand: what is told of <see cref="Downtime"/> while nothing better is known.</summary>
    public TimeSpan DowntimeLimit { get; init; }

    /// <summary>What was sent, on the source.</summary>
    public MigrationProgress Progress { get; init; }

    /// <summary>Where the destination waits for the source, while it does, and if that is a socket.</summary>
    public ListeningAddress? Address { get; init; }

    /// <summary>Bits sent a second, in millions: lately while it goes on, on the average when it has ended.</summary>
    public double MegabitsPerSecond => Status == MigrationStatus.Completed && Total > TimeSpan.Zero
        ? Progress.Transferred * 8 / Total.TotalSeconds / 1e6
        : Progress.Bandwidth * 8 / 1e6;

    /// <summary>Whether it goes on.</summary>
    public bool IsRunning => Status is MigrationStatus.Setup or MigrationStatus.Active or MigrationStatus.Cancelling;
}
