namespace Hv.Runtime.Migration.Streams;

/// <summary>How fast a machine is sent, and how long it may stand for it.</summary>
/// <param name="MaximumBandwidth">Bytes a second; 0: as fast as it goes. 128 MiB when not chosen.</param>
/// <param name="DowntimeLimit">How long the machine may stand while the rest is sent, as far as can be told; 300 ms when not chosen.</param>
public sealed record MigrationParameters(ulong MaximumBandwidth, TimeSpan DowntimeLimit)
{
    /// <summary>The longest <see cref="DowntimeLimit"/>.</summary>
    public static readonly TimeSpan LongestDowntime = TimeSpan.FromSeconds(2000);

    /// <summary>What holds unless a user chooses something else.</summary>
    public static MigrationParameters Default { get; } = new(128UL << 20, TimeSpan.FromMilliseconds(300));
}
