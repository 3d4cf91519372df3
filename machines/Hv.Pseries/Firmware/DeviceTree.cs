namespace Hv.Pseries.Firmware;

/// <summary>The device tree that the machine hands to its guest (LoPAR appendix B), as far as its nodes are there.</summary>
public static class DeviceTree
{
    /// <summary>The tree as it is now: <c>/rtas</c> and the PCI host bridges.</summary>
    /// <param name="machine">A realized machine.</param>
    /// <exception cref="InvalidOperationException">The machine is not realized.</exception>
    public static DeviceTreeNode Create(PseriesMachine machine)
    {
        var rtas = new DeviceTreeNode("rtas");
        rtas.Properties.AddRange(RtasNode.Properties(machine, guestTakesForm2: false));
        var root = new DeviceTreeNode("")
        {
            Properties =
            {
                DeviceTreeProperty.OfTexts("device_type", ["chrp"]),
                DeviceTreeProperty.OfTexts("model", ["IBM pSeries (emulated by qemu)"]),
                DeviceTreeProperty.OfTexts("compatible", ["qemu,pseries"]),
                DeviceTreeProperty.OfCells("#address-cells", 2),
                DeviceTreeProperty.OfCells("#size-cells", 2),
            },
            Children = { rtas },
        };
        root.Children.AddRange(machine.HostBridges.OrderBy(bridge => bridge.Index).Select(HostBridgeNode.Create));
        return root;
    }
}
