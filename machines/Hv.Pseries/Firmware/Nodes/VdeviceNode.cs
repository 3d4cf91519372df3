using System.Globalization;
using Hv.Pseries.Vio;

namespace Hv.Pseries.Firmware.Nodes;

/// <summary>The node <c>/vdevice</c> and those of the devices on the virtual I/O bus (LoPAR B.6.5, 17.1.1).</summary>
internal static class VdeviceNode
{
    /// <summary>The name of the node.</summary>
    public const string Name = "vdevice";

    /// <summary>The nodes.</summary>
    public static DeviceTreeNode Create(PseriesMachine machine)
    {
        var node = new DeviceTreeNode(Name)
        {
            Properties =
            {
                DeviceTreeProperty.OfTexts("device_type", [Name]),
                DeviceTreeProperty.OfTexts("compatible", ["IBM,vdevice"]),
                DeviceTreeProperty.OfCells("#address-cells", 1),
                DeviceTreeProperty.OfCells("#size-cells", 0),
                DeviceTreeProperty.OfCells("#interrupt-cells", 2),
                DeviceTreeProperty.Empty("interrupt-controller"),
            },
        };
        node.Children.AddRange(machine.Devices.OfType<VioDevice>().OrderBy(device => device.UnitAddress).Select(Create));
        return node;
    }

    /// <summary>The path of a device.</summary>
    public static string PathOf(VioDevice device) => $"/{Name}/{device.StatePath}";

    private static DeviceTreeNode Create(VioDevice device)
    {
        var node = new DeviceTreeNode(device.StatePath)
        {
            Properties =
            {
                DeviceTreeProperty.OfCells("reg", device.UnitAddress),
                DeviceTreeProperty.OfTexts("device_type", [device.TreeType]),
                DeviceTreeProperty.OfTexts("compatible", [device.TreeCompatible]),
                DeviceTreeProperty.OfCells("interrupts", device.Interrupt?.Number ?? 0, 0),
            },
        };
        if (device.DmaWindow is { } window)
        {
            node.Properties.Add(DeviceTreeProperty.OfCells("ibm,my-dma-window", window.Liobn.Value, 0, 0, 0, (uint)window.Size));
            node.Properties.Add(DeviceTreeProperty.OfCells("ibm,#dma-address-cells", 2));
            node.Properties.Add(DeviceTreeProperty.OfCells("ibm,#dma-size-cells", 2));
        }

        if (device is Nvram nvram)
            node.Properties.Add(DeviceTreeProperty.OfCells("#bytes", nvram.Size));

        return node;
    }
}
