using Hv.Pseries.Configuration;
using Hv.Pseries.Connectors;
using Hv.Pseries.Firmware.Nodes;
using Hv.Pseries.Pci;
using Hv.Runtime.Declarations;

namespace Hv.Pseries.Firmware;

/// <summary>The device tree that the machine hands to its guest (LoPAR appendix B).</summary>
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

    /// <summary>The tree as it is now.</summary>
    /// <param name="machine">A realized machine.</param>
    /// <exception cref="InvalidOperationException">The machine is not realized.</exception>
    public static DeviceTreeNode Create(PseriesMachine machine)
    {
        var rtas = new DeviceTreeNode(RtasNode.Name);
        rtas.Properties.AddRange(RtasNode.Properties(machine, machine.NegotiatedOptions.Contains(OptionVector5.Form2Affinity)));
        var root = new DeviceTreeNode("")
        {
            Properties =
            {
                DeviceTreeProperty.OfTexts("device_type", [Type]),
                DeviceTreeProperty.OfTexts("model", [Model]),
                DeviceTreeProperty.OfTexts("compatible", [Compatible]),
                DeviceTreeProperty.OfTexts("vm,uuid", [(machine.Options.Uuid ?? Guid.Empty).ToString()]),
                DeviceTreeProperty.OfCells("#address-cells", AddressCells),
                DeviceTreeProperty.OfCells("#size-cells", SizeCells),
            },
            Children = { InterruptNodes.Controller(machine) },
        };
        if (machine.Options.Uuid is { } uuid)
            root.Properties.Add(DeviceTreeProperty.OfTexts("system-id", [uuid.ToString()]));

        if (machine.HostModel.Length > 0)
            root.Properties.Add(DeviceTreeProperty.OfTexts("host-model", [machine.HostModel]));

        if (machine.HostSerial.Length > 0)
            root.Properties.Add(DeviceTreeProperty.OfTexts("host-serial", [machine.HostSerial]));

        if (machine.PhbHotplug || machine.MemoryHotplug)
        {
            // Memory that is added would have its connectors here too; there is none.
            var bridges = Enumerable.Range(0, machine.PhbHotplug ? (int)ConnectorIndex.HostBridges : 0);
            ConnectorProperties.AddTo(root, ConnectorKind.HostBridge, [.. bridges.Select(index => (uint)index)]);
        }

        root.Children.AddRange(MemoryNode.Create(machine));
        root.Children.Add(VdeviceNode.Create(machine));
        root.Children.AddRange(machine.HostBridges.OrderBy(bridge => bridge.Index).Select(Bridge));
        root.Children.Add(ProcessorsNode.Create(machine));
        root.Children.Add(InterruptNodes.Events(machine));
        root.Children.Add(rtas);
        root.Children.Add(ChosenNode.Create(machine));
        return root;
    }

    private static DeviceTreeNode Bridge(PciHostBridge bridge)
    {
        var node = HostBridgeNode.Create(bridge);
        if (bridge.DynamicReconfiguration)
        {
            var functions = Enumerable.Range(0, ConnectorIndex.FunctionsOfBus)
                .Select(function => ConnectorIndex.FunctionId(bridge.Index, 0, (byte)function));
            ConnectorProperties.AddTo(node, ConnectorKind.Pci, [.. functions]);
        }

        node.Children.AddRange(PciFunctionNode.Create(bridge, bridge.Bus));
        return node;
    }
}
