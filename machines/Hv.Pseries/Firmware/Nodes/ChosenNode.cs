using System.Buffers.Binary;
using System.Security.Cryptography;
using Hv.Pseries.Firmware.Boot;
using Hv.Pseries.Firmware.Negotiation;

namespace Hv.Pseries.Firmware.Nodes;

/// <summary>The node <c>/chosen</c> (LoPAR B.6.3.2): what was chosen for this start of the guest.</summary>
internal static class ChosenNode
{
    /// <summary>The name of the node.</summary>
    public const string Name = "chosen";

    /// <summary>The property that tells what was agreed upon in option vector 5.</summary>
    public const string ArchitectureVector5 = "ibm,architecture-vec-5";

    private const int SeedSize = 32;
    private const byte InterruptModes = 23;
    private const byte MmuModes = 24;
    private const byte HashExtensions = 25;
    private const byte RadixExtensions = 26;
    private const byte Both = 0xC0;
    private const byte GuestShootdown = 0x40;

    /// <summary>The node as it is now.</summary>
    public static DeviceTreeNode Create(PseriesMachine machine)
    {
        var node = new DeviceTreeNode(Name);
        var properties = node.Properties;
        var boot = machine.Boot;
        if (machine.Options.Boot.CommandLine is { Length: > 0 } commandLine)
            properties.Add(DeviceTreeProperty.OfTexts("bootargs", [commandLine]));

        if (boot.InitialRamDisk is { Length: > 0 } disk)
        {
            properties.Add(DeviceTreeProperty.OfCells("linux,initrd-start", (uint)disk.Address));
            properties.Add(DeviceTreeProperty.OfCells("linux,initrd-end", (uint)(disk.Address + disk.Length)));
        }

        if (boot.Kernel is { } kernel)
        {
            properties.Add(DeviceTreeProperty.OfCells("qemu,boot-kernel", [.. Words(kernel.Address), .. Words(kernel.Length)]));
            if (kernel.IsLittleEndian)
                properties.Add(DeviceTreeProperty.Empty("qemu,boot-kernel-le"));
        }

        if (machine.FirstVty is { } terminal)
        {
            properties.Add(DeviceTreeProperty.OfTexts("stdout-path", [VdeviceNode.PathOf(terminal)]));
            properties.Add(DeviceTreeProperty.OfTexts("linux,stdout-path", [VdeviceNode.PathOf(terminal)]));
        }

        if (machine.LinuxPciProbe)
            properties.Add(DeviceTreeProperty.OfCells("linux,pci-probe-only", 0));

        properties.Add(new DeviceTreeProperty("ibm,arch-vec-5-platform-support", PlatformSupport(machine)));
        properties.Add(new DeviceTreeProperty(ArchitectureVector5, ArchitectureOptions.Encode(machine.NegotiatedOptions)));
        properties.Add(new DeviceTreeProperty("rng-seed", Seed(machine)));
        return node;
    }

    /// <summary>Pairs of a byte of option vector 5 and what the platform can do there. There is no XIVE: XICS alone.</summary>
    private static byte[] PlatformSupport(PseriesMachine machine) =>
    [
        InterruptModes, 0, MmuModes, machine.HasRadix ? Both : (byte)0, HashExtensions, 0, RadixExtensions, GuestShootdown,
    ];

    private static byte[] Seed(PseriesMachine machine)
    {
        // Two runs of a guest whose time is counted are the same: then it is told the same.
        var seed = new byte[SeedSize];
        if (machine.Options.Execution != Hv.Runtime.Machines.ExecutionMode.Threads)
            BinaryPrimitives.WriteUInt64BigEndian(seed, machine.Options.RamSize);
        else
            RandomNumberGenerator.Fill(seed);

        return seed;
    }

    private static uint[] Words(ulong value) => [(uint)(value >> 32), (uint)value];
}
