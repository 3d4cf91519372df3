namespace Hv.Pseries.Firmware.Nodes;

/// <summary>The interrupt controller (LoPAR B.6.4.1, XICS) and the sources of the platform's own events (B.6.4.3).</summary>
internal static class InterruptNodes
{
    /// <summary>The presentation controller. Other nodes name it by its phandle.</summary>
    public static DeviceTreeNode Controller(PseriesMachine machine) => new("interrupt-controller")
    {
        Properties =
        {
            DeviceTreeProperty.OfTexts("device_type", ["PowerPC-External-Interrupt-Presentation"]),
            DeviceTreeProperty.OfTexts("compatible", ["IBM,ppc-xicp"]),
            DeviceTreeProperty.Empty("interrupt-controller"),
            DeviceTreeProperty.OfCells("ibm,interrupt-server-ranges", 0, machine.InterruptServers),
            DeviceTreeProperty.OfCells("#interrupt-cells", 2),
            DeviceTreeProperty.OfCells("linux,phandle", HostBridgeNode.InterruptController),
            DeviceTreeProperty.OfCells("phandle", HostBridgeNode.InterruptController),
        },
    };

    /// <summary>The sources of events that check-exception fetches.</summary>
    public static DeviceTreeNode Events(PseriesMachine machine)
    {
        var node = new DeviceTreeNode("event-sources")
        {
            Properties =
            {
                DeviceTreeProperty.Empty("interrupt-controller"),
                DeviceTreeProperty.OfCells("#interrupt-cells", 2),
            },
        };
        var ranges = new List<uint>();
        Add("epow-events", machine.EnvironmentalInterrupt?.Number);
        Add("hot-plug-events", machine.HotPlugInterrupt?.Number);
        node.Properties.Add(DeviceTreeProperty.OfCells("interrupt-ranges", [.. ranges]));
        return node;

        void Add(string name, uint? number)
        {
            if (number is not { } source)
                return;

            ranges.AddRange([source, 1]);
            node.Children.Add(new DeviceTreeNode(name) { Properties = { DeviceTreeProperty.OfCells("interrupts", source, 0) } });
        }
    }
}
