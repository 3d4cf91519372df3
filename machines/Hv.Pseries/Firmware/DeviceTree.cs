using Hv.Runtime.Declarations;

namespace Hv.Pseries.Firmware;

/// <summary>The device tree that the machine hands to its guest (LoPAR appendix B), as far as its nodes are there.</summary>
public static class DeviceTree
{
    [GuestIdentity("/ device_type")]
    private const string Type = "chrp";

    [GuestIdentity("/ model")]
    private const string Model = "IBM pSeries (emulated by qemu)";

    [GuestIdentity("/ compatible")]
    private const string Compatible = "qemu,pseries";

    [GuestIdentity("/ #address-cells")]
    private const uint AddressCells = 2;

    [GuestIdentity("/ #size-cells")]
    private const uint SizeCells = 2;

    /// <summary>The tree as it is now: <c>/rtas</c> and the PCI host bridges.</summary>
    /// <param name="machine">A realized machine.</param>
    /// <exception cref="InvalidOperationException">The machine is not realized.</exception>
    public static DeviceTreeNode Create(PseriesMachine machine)
    {
        var rtas = new DeviceTreeNode(RtasNode.Name);
        rtas.Properties.AddRange(RtasNode.Properties(machine, guestTakesForm2: false));
        var root = new DeviceTreeNode("")
        {
            Properties =
            {
                DeviceTreeProperty.OfTexts("device_type", [Type]),
                DeviceTreeProperty.OfTexts("model", [Model]),
                DeviceTreeProperty.OfTexts("compatible", [Compatible]),
                DeviceTreeProperty.OfCells("#address-cells", AddressCells),
                DeviceTreeProperty.OfCells("#size-cells", SizeCells),
            },
            Children = { rtas },
        };
        root.Children.AddRange(machine.HostBridges.OrderBy(bridge => bridge.Index).Select(HostBridgeNode.Create));
        return root;
    }
}
