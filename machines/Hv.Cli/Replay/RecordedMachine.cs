using Hv.Runtime.Machines;

namespace Hv.Cli.Replay;

/// <summary>Chooses the options of the machine that a recording is replayed on.</summary>
internal static class RecordedMachine
{
    /// <summary>Up to where memory can be added when nobody says: what the recordings were made with.</summary>
    public const ulong DefaultMaximumRamSize = 4UL << 30;

    /// <summary>The least RAM: room for an RTAS frame apart from any buffer, <see cref="RtasFrameCaller.MinimumRamSize"/> rounded up.</summary>
    public const ulong MinimumRamSize = 4UL << 20;

    /// <summary>The options: what the user chose, else what the head says, else the machine's defaults.</summary>
    /// <param name="head">The recording's head.</param>
    /// <param name="ramSize">The user's RAM size, or <see langword="null"/>.</param>
    /// <param name="maximumRamSize">Up to where the user wants memory to be added, or <see langword="null"/>.</param>
    public static MachineOptions Options(RecordingHead head, ulong? ramSize, ulong? maximumRamSize)
    {
        var defaults = new MachineOptions();
        var size = ramSize ?? head.RamSize ?? defaults.RamSize;
        var maximum = maximumRamSize ?? Math.Max(size, DefaultMaximumRamSize);
        return defaults with
        {
            RamSize = size,
            MaximumRamSize = maximum > size ? maximum : 0,
            MemorySlots = maximum > size ? 1 : 0,
            Cpus = head.Cpus ?? defaults.Cpus,
            RtcBase = head.RtcBase,
        };
    }
}
