using System.Globalization;
using Hv.Pseries.Connectors;
using Hv.Pseries.Pci;
using Hv.Runtime.Declarations;
using Hv.Runtime.Pci;

namespace Hv.Pseries.Firmware.Nodes;

/// <summary>The node of a PCI host bridge (LoPAR B.6.6, 7.3.13). Without <c>ddw</c> there is no trace of dynamic DMA windows.</summary>
public static class HostBridgeNode
{
    /// <summary>The phandle of the interrupt controller's node.</summary>
    [GuestIdentity("/interrupt-controller phandle")]
    public const uint InterruptController = 0x1111;

    [GuestIdentity("/pci@ name")]
    private const string Name = "pci";

    [GuestIdentity("/pci@ device_type")]
    private const string Type = "pci";

    [GuestIdentity("/pci@ compatible")]
    private const string Compatible = "IBM,Logical_PHB";

    [GuestIdentity("/pci@ ibm,pci-config-space-type")]
    private const uint ConfigurationSpaceType = 1;

    [GuestIdentity("/pci@ qemu,phb-enumerated")]
    private const uint IsEnumerated = 1;

    [GuestIdentity("/pci@ ibm,ddw-extensions: largest window in two words")]
    private const uint QueryWithSixOutputs = 1;

    [GuestIdentity("/pci@ ibm,my-drc-index of bridge 0")]
    private const uint DynamicConnectorOfPhb = (uint)ConnectorKind.HostBridge << ConnectorIndex.KindShift;

    private const uint SpaceIo = 0x0100_0000;
    private const uint SpaceMemory32 = 0x0200_0000;
    private const uint SpaceMemory64 = 0x0300_0000;
    private const uint SlotMask = 0xF800;
    private const uint LevelTriggered = 1;
    private const int Pins = 4;

    /// <summary>The node as it is now.</summary>
    /// <exception cref="InvalidOperationException">The machine is not realized.</exception>
    public static DeviceTreeNode Create(PciHostBridge bridge)
    {
        var machine = (PseriesMachine)bridge.Machine;
        var node = new DeviceTreeNode(string.Create(CultureInfo.InvariantCulture, $"{Name}@{bridge.Buid.Value:x}"))
        {
            Properties =
            {
                DeviceTreeProperty.OfTexts("device_type", [Type]),
                DeviceTreeProperty.OfTexts("compatible", [Compatible]),
                DeviceTreeProperty.OfCells("#interrupt-cells", 1),
                DeviceTreeProperty.Empty("used-by-rtas"),
                DeviceTreeProperty.OfCells("bus-range", 0, 0xFF),
                DeviceTreeProperty.OfCells("reg", High(bridge.Buid.Value), Low(bridge.Buid.Value), 0, 0),
                DeviceTreeProperty.OfCells("ibm,pci-config-space-type", ConfigurationSpaceType),
                DeviceTreeProperty.OfCells("ibm,pe-total-#msi", machine.Interrupts.MessageCount),
                Ranges(bridge.Windows),
                DeviceTreeProperty.OfCells("interrupt-map-mask", SlotMask, 0, 0, uint.MaxValue),
                InterruptMap(bridge),
                DeviceTreeProperty.OfCells("#address-cells", 3),
                DeviceTreeProperty.OfCells("#size-cells", 2),
                DeviceTreeProperty.OfCells("ibm,#dma-address-cells", 2),
                DeviceTreeProperty.OfCells("ibm,#dma-size-cells", 2),
                DeviceTreeProperty.OfCells("qemu,phb-enumerated", IsEnumerated),
            },
        };
        node.Properties.AddRange(DmaProperties(bridge));
        if (machine.PhbHotplug && bridge.Index < ConnectorIndex.HostBridges)
            node.Properties.Add(DeviceTreeProperty.OfCells("ibm,my-drc-index", DynamicConnectorOfPhb + bridge.Index));

        if (bridge.NumaNode != PciHostBridge.NoNumaNode)
            node.Properties.Add(DeviceTreeProperty.OfCells("ibm,associativity", 4, 0, 0, 0, bridge.NumaNode));

        return node;
    }

    /// <summary>The properties that describe the DMA windows, as they are now.</summary>
    /// <exception cref="InvalidOperationException">The machine is not realized.</exception>
    public static IReadOnlyList<DeviceTreeProperty> DmaProperties(PciHostBridge bridge)
    {
        var window = bridge.DmaWindows[0];
        List<DeviceTreeProperty> properties =
        [
            DeviceTreeProperty.OfCells(
                "ibm,dma-window", window.Liobn.Value, High(window.BusAddress), Low(window.BusAddress), 0, Low(window.Size)),
        ];
        if (bridge.DynamicDmaWindows)
        {
            uint Token(string name) => bridge.Machine.Rtas.TryGetToken(name, out var token)
                ? token
                : throw new InvalidOperationException($"{bridge.Machine.Version.Name} has no RTAS call {name}.");

            properties.Add(DeviceTreeProperty.OfCells(
                "ibm,ddw-applicable", Token("ibm,query-pe-dma-window"), Token("ibm,create-pe-dma-window"), Token("ibm,remove-pe-dma-window")));
            properties.Add(DeviceTreeProperty.OfCells("ibm,ddw-extensions", 2, Token("ibm,reset-pe-dma-window"), QueryWithSixOutputs));
        }

        return properties;
    }

    /// <summary>Each window: the bus address with its space, the address of the processor, the size (IEEE 1275 PCI binding, 4.1.1).</summary>
    private static DeviceTreeProperty Ranges(PhbWindows windows)
    {
        var cells = new List<uint>();
        foreach (var (space, window) in new[] { (SpaceIo, windows.Io), (SpaceMemory32, windows.Memory32), (SpaceMemory64, windows.Memory64) })
        {
            // A bridge without 64-bit memory has no such range; the other two are always told.
            if (window.Size == 0 && space == SpaceMemory64)
                continue;

            cells.AddRange(
            [
                space, High(window.BusAddress), Low(window.BusAddress), High(window.Address), Low(window.Address), High(window.Size),
                Low(window.Size),
            ]);
        }

        return DeviceTreeProperty.OfCells("ranges", [.. cells]);
    }

    /// <summary>Each pin of each device on the root bus, and the interrupt source it is wired to.</summary>
    private static DeviceTreeProperty InterruptMap(PciHostBridge bridge)
    {
        var cells = new List<uint>();
        for (var slot = 0u; slot < PciBus.Slots; slot++)
        {
            for (var pin = 0u; pin < Pins; pin++)
            {
                var source = bridge.PinSources[(int)((slot + pin) % Pins)];
                cells.AddRange([slot << 11, 0, 0, pin + 1, InterruptController, source.Number, LevelTriggered]);
            }
        }

        return DeviceTreeProperty.OfCells("interrupt-map", [.. cells]);
    }

    private static uint High(ulong value) => (uint)(value >> 32);

    private static uint Low(ulong value) => (uint)value;
}
