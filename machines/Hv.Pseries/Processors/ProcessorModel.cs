using Hv.Power.Execution;
using Hv.Runtime.Objects;

namespace Hv.Pseries.Processors;

/// <summary>A model of processors: what software finds in its registers after power-on.</summary>
/// <param name="Name">Its name, as machine versions have it.</param>
/// <param name="Version">The processor version register (PVR), Power ISA, Book III, 4.3.1.</param>
/// <param name="StoppedControl">The logical partitioning control register (LPCR) of a processor that waits to be started.</param>
/// <param name="WakingEvents">The bits of the LPCR that let events wake it up (PECE): set while it runs.</param>
/// <param name="HasRelativePriority">Whether it has a relative priority register (RPR).</param>
internal sealed record ProcessorModel(string Name, uint Version, ulong StoppedControl, ulong WakingEvents, bool HasRelativePriority)
{
    private static readonly ProcessorModel[] Models =
    [
        new("power7_v2.3", 0x003F_0203, 0x0_000C, 0x0_7000, HasRelativePriority: false)
        {
            MachineStateMask = 0x8000_0000_0280_FF37,
            Instructions = 0x8000_600F_E1FF_3A61,
            FurtherInstructions = 0x0021_0FB6,
        },
        new("power8_v2.0", 0x004D_0200, 0x0_0008, 0x1_F000, HasRelativePriority: true),
        new("power9_v2.0", 0x004E_1200, 0x2_0008, 0x1_F000, HasRelativePriority: true),
    ];

    /// <summary>Which bits of the MSR there are, as streams of 2.7 and older say it, whose processors are POWER7; else 0.</summary>
    public ulong MachineStateMask { get; init; }

    /// <summary>Which instructions there are, as these streams say it.</summary>
    public ulong Instructions { get; init; }

    /// <summary>Which further instructions there are, as these streams say it.</summary>
    public ulong FurtherInstructions { get; init; }

    /// <summary>What executes its instructions.</summary>
    public PowerModel Executes =>
        PowerModel.Find(Version) ?? throw new InvalidOperationException($"Nothing executes the instructions of {Name}, version 0x{Version:x}.");

    /// <summary>The model of a name: with the revision, or without it.</summary>
    /// <exception cref="PropertyException">There is none.</exception>
    public static ProcessorModel Find(string name) =>
        Array.Find(Models, model => model.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? Array.Find(Models, model => model.Name.StartsWith(name + "_", StringComparison.OrdinalIgnoreCase))
        ?? throw new PropertyException(
            $"There is no processor model '{name}'; there are {string.Join(", ", Models.Select(model => model.Name))}.");
}
