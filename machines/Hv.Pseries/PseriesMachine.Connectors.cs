using Hv.Pseries.Connectors;
using Hv.Pseries.Events;
using Hv.Pseries.Firmware;
using Hv.Pseries.Firmware.Nodes;
using Hv.Pseries.Pci;
using Hv.Runtime.Declarations;
using Hv.Runtime.Migration;
using Hv.Runtime.Objects;
using Hv.Runtime.Pci;

namespace Hv.Pseries;

/// <content>Dynamic reconfiguration: connectors, what is in them, and how the guest is told of what comes and goes (LoPAR 13).</content>
public abstract partial class PseriesMachine
{
    [HostOnly("parts of the machine; sections of their own")]
    private readonly Dictionary<uint, Connector> _connectors = [];

    private IEnumerable<StateSection> ConnectorSections => AllConnectors().SelectMany(connector => (StateSection[])
    [
        new StateSection(Connector.VmState.Name, connector) { Instance = connector.Index, IsNeeded = () => !connector.IsAsAfterReset },
        .. connector.IsPhysical
            ? [new StateSection(ConnectorIndicator.VmState.Name, connector.Indicator) { Instance = connector.Index, IsNeeded = () => !connector.Indicator.IsAsAfterReset }]
            : Array.Empty<StateSection>(),
    ]);

    /// <summary>The connector of an index, or <see langword="null"/>: there is none.</summary>
    public Connector? FindConnector(uint index)
    {
        var (kind, id) = ConnectorIndex.Parts(index);
        if (!Exists(kind, id))
            return null;

        if (!_connectors.TryGetValue(index, out var connector))
        {
            connector = new Connector(this, kind, id);
            _connectors.Add(index, connector);
        }

        return connector;
    }

    /// <summary>The device in a connector, or <see langword="null"/>.</summary>
    internal Device? DeviceIn(Connector connector) => connector.Kind switch
    {
        ConnectorKind.HostBridge => BridgeOf(connector.Id),
        ConnectorKind.Pci => BusOf(connector.Id)?[(byte)connector.Id],
        _ => null,
    };

    /// <summary>Whether something is in a connector.</summary>
    internal bool IsOccupied(Connector connector) =>
        connector.Kind == ConnectorKind.Processor ? FindProcessor(connector.Id) is not null : DeviceIn(connector) is not null;

    /// <summary>The node of the device tree that describes what is in a connector, or <see langword="null"/>.</summary>
    internal DeviceTreeNode? DescribeContent(Connector connector) => connector.Kind switch
    {
        ConnectorKind.Processor when FindProcessor(connector.Id) is { } cpu => ProcessorsNode.Core(this, cpu),
        ConnectorKind.HostBridge when BridgeOf(connector.Id) is { } bridge => HostBridgeNode.Create(bridge),
        ConnectorKind.Pci when BusOf(connector.Id) is { } bus && bus[(byte)connector.Id] is { } function =>
            PciFunctionNode.Create((PciHostBridge)bus.Host.Device, function),
        _ => null,
    };

    /// <summary>The guest has let go of a device whose removal was asked for.</summary>
    internal void Release(Device device) => RemoveAwaited(device);

    /// <summary>A device is to be removed when the guest lets go of it, as a stream says.</summary>
    internal static void AwaitGuest(Device device) => SetUnplugPending(device, isPending: true);

    /// <summary>A device stays: the guest does not let go of it.</summary>
    internal static void EndAwaiting(Device device) => SetUnplugPending(device, isPending: false);

    /// <inheritdoc/>
    protected override bool IsHeldByGuest(Device device) => ConnectorOf(device) is { } connector ? connector.IsHeld : base.IsHeldByGuest(device);

    /// <inheritdoc/>
    protected override void OnUnplugRequested(Device device)
    {
        if (ConnectorOf(device) is { } connector)
            TellHotPlug(connector, HotPlugAction.Remove);
    }

    /// <inheritdoc/>
    protected override void OnDevicePlugged(Device device)
    {
        if (ConnectorOf(device) is not { } connector)
            return;

        connector.Empty();
        TellHotPlug(connector, HotPlugAction.Add);
    }

    /// <summary>Puts all connectors into the state after power-on: what the guest was to let go of is gone, and events of it are.</summary>
    internal void ResetConnectors()
    {
        while (Devices.FirstOrDefault(device => device.IsUnplugPending) is { } device)
            RemoveAwaited(device);

        Events.All.RemoveAll(waiting => waiting.Class == EventClasses.HotPlug);
        foreach (var connector in _connectors.Values)
            connector.Reset();
    }

    /// <summary>With a device those behind it are gone.</summary>
    private void EmptyConnectors(Device removed)
    {
        foreach (var connector in _connectors.Values.Where(connector => connector.IsHeld && !connector.IsOccupied))
            connector.Empty();
    }

    private Connector? ConnectorOf(Device device) => device switch
    {
        PciFunction { Bus.Host.Device: PciHostBridge bridge } function =>
            FindConnector(PciFunctionNode.ConnectorOf(bridge, function)),
        PciHostBridge bridge => FindConnector(ConnectorIndex.Of(ConnectorKind.HostBridge, bridge.Index)),
        _ => null,
    };

    private void TellHotPlug(Connector connector, HotPlugAction action) =>
        QueueEvent(new PlatformEvent(EventLog.HotPlug(RealTimeClock.Now, NextLogId++, connector.Kind, action, connector.Index)));

    private bool Exists(ConnectorKind kind, uint id) => kind switch
    {
        ConnectorKind.Processor => CpuHotplug && id % EffectiveVsmt == 0 && id / EffectiveVsmt < WholeCores,
        ConnectorKind.HostBridge => PhbHotplug && id < ConnectorIndex.HostBridges,
        ConnectorKind.Pci => BusOf(id) is { Host.Device: PciHostBridge { DynamicReconfiguration: true } },
        _ => false,
    };

    private PciHostBridge? BridgeOf(uint index) => HostBridges.FirstOrDefault(bridge => bridge.Index == index);

    /// <summary>The bus that the connector of a function belongs to.</summary>
    private PciBus? BusOf(uint id)
    {
        var (index, number) = ConnectorIndex.PlaceOf(id);
        if (BridgeOf(index) is not { } bridge)
            return null;

        return number == 0
            ? bridge.Bus
            : bridge.Bus.AllFunctions.OfType<PciBridge>().Select(between => between.SecondaryBus).FirstOrDefault(bus => bus.Number == number);
    }

    private IEnumerable<Connector> AllConnectors()
    {
        foreach (var cpu in Processors)
        {
            if (FindConnector(ConnectorIndex.Of(ConnectorKind.Processor, (uint)cpu.Id)) is { } ofCpu)
                yield return ofCpu;
        }

        foreach (var bridge in HostBridges)
        {
            if (FindConnector(ConnectorIndex.Of(ConnectorKind.HostBridge, bridge.Index)) is { } ofBridge)
                yield return ofBridge;

            for (var function = 0; function < ConnectorIndex.FunctionsOfBus; function++)
            {
                var id = ConnectorIndex.FunctionId(bridge.Index, 0, (byte)function);
                if (FindConnector(ConnectorIndex.Of(ConnectorKind.Pci, id)) is { } ofFunction)
                    yield return ofFunction;
            }

            foreach (var function in bridge.Bus.AllFunctions.Where(function => function.Bus != bridge.Bus))
            {
                if (ConnectorOf(function) is { } behind)
                    yield return behind;
            }
        }
    }
}
