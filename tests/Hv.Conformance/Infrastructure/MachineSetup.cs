using System.Globalization;
using Hv.Pseries.Configuration;
using Hv.Runtime.Block;
using Hv.Runtime.Machines;

namespace Hv.Conformance.Infrastructure;

/// <summary>A machine as both sides are to build it.</summary>
/// <param name="Version">The machine version.</param>
internal sealed record MachineSetup(string Version)
{
    /// <summary>RAM in bytes: a multiple of what memory can be added in, and enough for QEMU's firmware.</summary>
    public const ulong RamSize = 256UL << 20;

    /// <summary>The id of the drive.</summary>
    public const string DriveId = "d0";

    private const int MemorySlots = 2;

    // Hardware transactional memory is on from 2.8 to 2.11, and TCG refuses to start with it.
    private static readonly string[] VersionsTcgRefuses = ["pseries-2.8", "pseries-2.9", "pseries-2.10", "pseries-2.11"];

    /// <summary>Processors.</summary>
    public int Cpus { get; init; } = 1;

    /// <summary>Processors up to which can be added; 0: none can be.</summary>
    public int MaximumCpus { get; init; }

    /// <summary>RAM in bytes up to which memory can be added; 0: none can be.</summary>
    public ulong MaximumRamSize { get; init; }

    /// <summary>The machine's UUID.</summary>
    public Guid? Uuid { get; init; }

    /// <summary>The index of a second host bridge.</summary>
    public uint? SecondBridge { get; init; }

    /// <summary>Devices, created in this order after the second host bridge.</summary>
    public IReadOnlyList<DeviceSetup> Devices { get; init; } = [];

    /// <summary>The image of a drive <see cref="DriveId"/> that QEMU is to have, or <see langword="null"/>; Hv has one in memory as long.</summary>
    public string? DriveImage { get; init; }

    /// <summary>Whether the test resets the machine; otherwise a guest that asks for it finds it paused.</summary>
    public bool Resets { get; init; }

    /// <summary>The file with the stream that QEMU is to begin with, or <see langword="null"/>.</summary>
    public string? Incoming { get; init; }

    /// <summary>Whether the guest can create DMA windows, where the version is not to decide.</summary>
    public bool? DynamicDmaWindows { get; init; }

    /// <summary>Whether QEMU's streams have a description even where the version has none: 2.1 and 2.2.</summary>
    public bool HasDescription { get; init; }

    /// <summary>The interrupt controllers that the guest can choose from, where the version is not to decide.</summary>
    public InterruptMode? InterruptMode { get; init; }

    /// <summary>Whether <c>cap-htm</c> is switched off for QEMU's sake.</summary>
    public bool WithoutTransactionalMemory => VersionsTcgRefuses.Contains(Version);

    /// <summary>The options of Hv's machine.</summary>
    public MachineOptions Options => new()
    {
        RamSize = RamSize,
        Cpus = Cpus,
        MaximumCpus = MaximumCpus,
        MaximumRamSize = MaximumRamSize,
        MemorySlots = MemorySlots,
        Uuid = Uuid,
        BlockDevices = CreateDrives(),
        HasSynchronousIo = true,
        Globals = DynamicDmaWindows is { } ddw ? [new GlobalProperty("spapr-pci-host-bridge", "ddw", ddw ? "on" : "off")] : [],
    };

    /// <summary>QEMU's command line. What would end the process pauses a machine that does not run anyway.</summary>
    public IEnumerable<string> QemuArguments()
    {
        yield return "-M";
        yield return Version + (WithoutTransactionalMemory ? ",cap-htm=off" : "") + (HasDescription ? ",suppress-vmdesc=off" : "")
            + (InterruptMode is { } mode ? $",ic-mode={mode.ToString().ToLowerInvariant()}" : "");
        yield return "-m";
        yield return string.Create(
            CultureInfo.InvariantCulture, $"{RamSize >> 20}M{(MaximumRamSize == 0 ? "" : $",slots={MemorySlots},maxmem={MaximumRamSize >> 20}M")}");
        yield return "-smp";
        yield return string.Create(CultureInfo.InvariantCulture, $"{Cpus}{(MaximumCpus == 0 ? "" : $",maxcpus={MaximumCpus}")}");
        yield return "-action";
        yield return Resets ? "shutdown=pause" : "reboot=shutdown,shutdown=pause";
        if (Incoming is not null)
        {
            yield return "-incoming";
            yield return $"exec:cat {Incoming}";
        }

        if (Uuid is { } uuid)
        {
            yield return "-uuid";
            yield return uuid.ToString();
        }

        if (DynamicDmaWindows is { } ddw)
        {
            yield return "-global";
            yield return $"spapr-pci-host-bridge.ddw={(ddw ? "on" : "off")}";
        }

        if (SecondBridge is { } index)
        {
            yield return "-device";
            yield return string.Create(CultureInfo.InvariantCulture, $"spapr-pci-host-bridge,index={index}");
        }

        if (DriveImage is not null)
        {
            yield return "-drive";
            yield return $"if=none,format=raw,id={DriveId},file={DriveImage}";
        }

        foreach (var device in Devices)
        {
            yield return "-device";
            yield return device.ToString();
        }
    }

    private BlockDevices CreateDrives()
    {
        var drives = new BlockDevices();
        if (DriveImage is not null)
            drives.Add(new MemoryBlockDevice(DriveId, new FileInfo(DriveImage).Length));

        return drives;
    }
}
