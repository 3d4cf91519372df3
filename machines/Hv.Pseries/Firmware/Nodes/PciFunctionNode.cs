using System.Globalization;
using Hv.Pseries.Connectors;
using Hv.Pseries.Pci;
using Hv.Runtime.Pci;

namespace Hv.Pseries.Firmware.Nodes;

/// <summary>The nodes of PCI functions (IEEE 1275 PCI binding, 2.5 and 4.1; LoPAR B.6.6.4).</summary>
internal static class PciFunctionNode
{
    private const uint NotRelocatable = 0x8000_0000;
    private const uint Prefetchable = 0x4000_0000;
    private const uint SpaceIo = 0x0100_0000;
    private const uint SpaceMemory32 = 0x0200_0000;
    private const uint SpaceMemory64 = 0x0300_0000;
    private const ushort DeviceSelectTiming = 0x0600;

    /// <summary>The nodes of a bus, by address.</summary>
    public static IEnumerable<DeviceTreeNode> Create(PciHostBridge bridge, PciBus bus) =>
        bus.Functions.OrderBy(function => function.DeviceFunction).Select(function => Create(bridge, function));

    /// <summary>The node of a function, with those behind it when it is a bridge.</summary>
    public static DeviceTreeNode Create(PciHostBridge bridge, PciFunction function)
    {
        var configuration = function.Configuration;
        var classCode = configuration.GetUInt32(PciRegister.Revision) >> 8;
        var status = configuration.GetUInt16(PciRegister.Status);
        var node = new DeviceTreeNode(NameOf(function, classCode))
        {
            Properties =
            {
                DeviceTreeProperty.OfCells("vendor-id", configuration.GetUInt16(PciRegister.VendorId)),
                DeviceTreeProperty.OfCells("device-id", configuration.GetUInt16(PciRegister.DeviceId)),
                DeviceTreeProperty.OfCells("revision-id", configuration.GetByte(PciRegister.Revision)),
                DeviceTreeProperty.OfCells("class-code", classCode),
            },
        };
        var properties = node.Properties;
        if (configuration.GetByte(PciRegister.InterruptPin) is var pin and not 0)
            properties.Add(DeviceTreeProperty.OfCells("interrupts", pin));

        if (function is not PciBridge)
        {
            properties.Add(DeviceTreeProperty.OfCells("subsystem-id", configuration.GetUInt16(PciRegister.SubsystemId)));
            properties.Add(DeviceTreeProperty.OfCells("subsystem-vendor-id", configuration.GetUInt16(PciRegister.SubsystemVendorId)));
            properties.Add(DeviceTreeProperty.OfCells("min-grant", 0));
            properties.Add(DeviceTreeProperty.OfCells("max-latency", 0));
        }

        properties.Add(DeviceTreeProperty.OfCells("cache-line-size", configuration.GetByte(PciRegister.CacheLineSize)));
        properties.Add(DeviceTreeProperty.OfCells("devsel-speed", (uint)(status & DeviceSelectTiming)));
        if ((status & PciRegister.StatusFastBackToBack) != 0)
            properties.Add(DeviceTreeProperty.Empty("fast-back-to-back"));

        if ((status & PciRegister.Status66MHz) != 0)
            properties.Add(DeviceTreeProperty.Empty("66mhz-capable"));

        properties.Add(DeviceTreeProperty.OfTexts("ibm,loc-code", [LocationCode(bridge, function)]));
        if (bridge.DynamicReconfiguration)
            properties.Add(DeviceTreeProperty.OfCells("ibm,my-drc-index", ConnectorOf(bridge, function)));

        if (function.Msi is { } msi)
            properties.Add(DeviceTreeProperty.OfCells("ibm,req#msi", (uint)msi.OfferedVectors));

        if (function.Msix is { } msix)
            properties.Add(DeviceTreeProperty.OfCells("ibm,req#msi-x", (uint)msix.Vectors));

        properties.Add(Registers(function));
        if (Assigned(function) is { Value.Length: > 0 } assigned)
            properties.Add(assigned);

        if (function.ReachableConfigurationSize > PciConfigurationSpace.ConventionalSize)
            properties.Add(DeviceTreeProperty.OfCells("ibm,pci-config-space-type", 1));

        if (function is PciBridge behind)
        {
            properties.Add(DeviceTreeProperty.OfTexts("device_type", ["pci"]));
            properties.Add(DeviceTreeProperty.OfCells("#address-cells", 3));
            properties.Add(DeviceTreeProperty.OfCells("#size-cells", 2));
            properties.Add(DeviceTreeProperty.OfCells(
                "bus-range", configuration.GetByte(PciRegister.SecondaryBus), configuration.GetByte(PciRegister.SubordinateBus)));
            node.Children.AddRange(Create(bridge, behind.SecondaryBus));
        }

        return node;
    }

    /// <summary>The index of the connector that the function is plugged into.</summary>
    public static uint ConnectorOf(PciHostBridge bridge, PciFunction function) =>
        ConnectorIndex.Of(
            ConnectorKind.Pci, ConnectorIndex.FunctionId(bridge.Index, function.Bus.Number, function.DeviceFunction));

    private static string NameOf(PciFunction function, uint classCode) => string.Create(
        CultureInfo.InvariantCulture,
        $"{PciNodeNames.Find(classCode)}@{function.Slot:x}{(function.DeviceFunction % PciBus.FunctionsPerSlot is var number and not 0 ? $",{number:x}" : "")}");

    private static string LocationCode(PciHostBridge bridge, PciFunction function) => string.Create(
        CultureInfo.InvariantCulture,
        $"qemu_{function.Type.Name}:{bridge.Index:x4}:{function.Bus.Number:x2}:{function.Slot:x2}.{function.DeviceFunction % PciBus.FunctionsPerSlot:x}");

    private static uint Address(PciFunction function) => ((uint)function.Bus.Number << 16) | ((uint)function.DeviceFunction << 8);

    /// <summary>The configuration space, then each base address register with its size.</summary>
    private static DeviceTreeProperty Registers(PciFunction function)
    {
        var cells = new List<uint> { Address(function), 0, 0, 0, 0 };
        foreach (var bar in function.Bars)
            cells.AddRange([Address(function) | Space(bar), 0, 0, (uint)(bar.Region.Size >> 32), (uint)bar.Region.Size]);

        return DeviceTreeProperty.OfCells("reg", [.. cells]);
    }

    /// <summary>Where the base address registers were put, whether the function is enabled or not.</summary>
    private static DeviceTreeProperty Assigned(PciFunction function)
    {
        var cells = new List<uint>();
        foreach (var bar in function.Bars)
        {
            var register = PciRegister.BaseAddress0 + (sizeof(uint) * bar.Index);
            var address = function.Configuration.GetUInt32(register)
                | (bar.Is64 ? (ulong)function.Configuration.GetUInt32(register + sizeof(uint)) << 32 : 0);
            address &= ~(bar.Region.Size - 1);
            if (address == 0)
                continue;

            cells.AddRange(
            [
                Address(function) | AssignedSpace(bar, address) | NotRelocatable, (uint)(address >> 32), (uint)address,
                (uint)(bar.Region.Size >> 32), (uint)bar.Region.Size,
            ]);
        }

        return DeviceTreeProperty.OfCells("assigned-addresses", [.. cells]);
    }

    /// <summary>A register of 64 bits that lies below 4 GiB answers where those of 32 bits do.</summary>
    private static uint AssignedSpace(PciBar bar, ulong address) =>
        bar.Is64 && address + bar.Region.Size <= 1UL << 32 ? (Space(bar) & ~SpaceMemory64) | SpaceMemory32 : Space(bar);

    private static uint Space(PciBar bar)
    {
        var register = (uint)(PciRegister.BaseAddress0 + (4 * bar.Index));
        if (bar.Kind == PciBarKind.Io)
            return SpaceIo | register;

        return (bar.Is64 ? SpaceMemory64 : SpaceMemory32) | (((int)bar.Kind & 8) != 0 ? Prefetchable : 0) | register;
    }
}
