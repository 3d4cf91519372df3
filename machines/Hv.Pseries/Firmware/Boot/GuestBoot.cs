using Hv.Pseries.Firmware.OpenFirmware;
using Hv.Pseries.Processors;
using Hv.Runtime.Memory;
using Hv.Runtime.Objects;

namespace Hv.Pseries.Firmware.Boot;

/// <summary>
/// How a guest starts: files are loaded, and the first processor begins in a firmware image (<c>-bios</c>), or in the kernel, to which the
/// machine itself is the firmware.
/// </summary>
internal sealed class GuestBoot(PseriesMachine machine)
{
    private const ulong LargestFirmware = 4 << 20;
    private const ulong FirmwareEntry = 0x100;
    private const ulong InitialRamDiskAlignment = 0x1_0000;
    private const ulong TreeAlignment = 0x1_0000;
    private const ulong LargestTreeAddress = 0x8000_0000;
    private const ulong SmallestRamOfFirmware = 128 << 20;

    /// <summary>The kernel, or <see langword="null"/>.</summary>
    public LoadedFile? Kernel { get; private set; }

    /// <summary>The kernel's first file system, or <see langword="null"/>.</summary>
    public LoadedFile? InitialRamDisk { get; private set; }

    /// <summary>The client interface while the kernel uses it; <see langword="null"/>: another firmware runs, or none.</summary>
    public ClientInterface? Client { get; private set; }

    /// <summary>Loads the files.</summary>
    /// <exception cref="PropertyException">One cannot be loaded; the message says which and why.</exception>
    public void Load()
    {
        (Kernel, InitialRamDisk, Client) = (null, null, null);
        var options = machine.Options.Boot;
        if (options.Firmware is { } firmware)
            LoadFirmware(firmware);

        if (options.Kernel is not { } path)
        {
            if (options.InitialRamDisk is not null)
                throw new PropertyException($"-initrd {options.InitialRamDisk}: it belongs to a kernel; name one with -kernel");

            return;
        }

        using (var file = options.KernelContent is { } content ? GuestFile.Of(path, content) : GuestFile.Open("-kernel", path))
            Kernel = KernelLoader.Load(file, machine.Memory, machine.KernelAddress);

        if (options.InitialRamDisk is { } disk)
            LoadInitialRamDisk(disk);
    }

    /// <summary>Has the first processor begin. The device tree is complete by now.</summary>
    public void Start()
    {
        var cpu = machine.Processors.First();
        if (machine.Options.Boot.Firmware is not null)
            StartFirmware(cpu);
        else if (Kernel is not null)
            StartKernel(cpu, Kernel);
    }

    /// <summary>The kernel has asked for all that it wants to know.</summary>
    public void EndClient() => Client = null;

    /// <summary>Goes on with a client that was in the middle of it elsewhere.</summary>
    /// <param name="tree">The tree as it was there.</param>
    public void AdoptClient(DeviceTreeNode tree) => Client = new ClientInterface(machine, tree);

    private void LoadFirmware(string path)
    {
        using var file = GuestFile.Open("-bios", path);
        if (file.Length > LargestFirmware)
            throw file.Wrong($"the image has {file.Length} bytes; at most {LargestFirmware} fit");

        file.Load(machine.Memory, 0, 0, file.Length);
    }

    private void LoadInitialRamDisk(string path)
    {
        using var file = GuestFile.Open("-initrd", path);
        var address = (Kernel!.End + (2 * InitialRamDiskAlignment) - 1) & ~(InitialRamDiskAlignment - 1);
        if (address + file.Length > machine.RealModeAreaSize)
        {
            throw file.Wrong(
                $"{file.Length} bytes behind the kernel, at 0x{address:x}, do not fit into the {machine.RealModeAreaSize >> 20} MiB that the "
                + "guest starts in; give the machine more with -m");
        }

        file.Load(machine.Memory, address, 0, file.Length);
        InitialRamDisk = new LoadedFile(address, file.Length);
    }

    private unsafe void StartFirmware(PseriesCpu cpu)
    {
        var tree = machine.FlattenedTree();
        var end = Math.Min(machine.RealModeAreaSize, LargestTreeAddress);
        if (end < SmallestRamOfFirmware)
            throw new PropertyException($"-m {end >> 20}M: firmware needs at least {SmallestRamOfFirmware >> 20} MiB");

        var address = (end - (ulong)tree.Length) & ~(TreeAlignment - 1);
        machine.Memory.TryWrite(new GuestPhysicalAddress(address), tree);
        ref var state = ref cpu.Core.State;
        state.Nia = FirmwareEntry;
        state.Gpr[3] = address;
        state.Gpr[5] = 0;
    }

    /// <summary>As Open Firmware starts a client (IEEE 1275 PowerPC binding, 8.2.1; Linux takes its initial RAM disk in r3 and r4).</summary>
    private unsafe void StartKernel(PseriesCpu cpu, LoadedFile kernel)
    {
        Client = ClientInterface.Begin(machine);
        ref var state = ref cpu.Core.State;
        state.Nia = kernel.Entry;
        state.Gpr[1] = ClientInterface.Stack;
        state.Gpr[3] = InitialRamDisk?.Address ?? 0;
        state.Gpr[4] = InitialRamDisk?.Length ?? 0;
        state.Gpr[5] = ClientInterface.Entry;
    }
}
