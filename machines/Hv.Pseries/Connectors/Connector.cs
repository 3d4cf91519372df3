using Hv.Pseries.Firmware;
using Hv.Runtime.Declarations;
using Hv.Runtime.Migration;
using Hv.Runtime.Objects;

namespace Hv.Pseries.Connectors;

/// <summary>A connector of dynamic reconfiguration (LoPAR 13.7): the guest takes what is plugged into it into use, and lets go of it.</summary>
/// <remarks>Used under the machine's lock.</remarks>
[VmState("spapr_drc")]
[Subsection("spapr_drc/unplug_requested", Needed = nameof(IsUnplugPending))]
public sealed partial class Connector
{
    [HostOnly("part of the machine")]
    private readonly PseriesMachine _machine;

    [Migrated(Name = "state", TypeName = "uint32")]
    private uint _state;

    [Migrated(Name = "unplug_requested", Subsection = "spapr_drc/unplug_requested")]
    private bool StreamedUnplug
    {
        get => IsUnplugPending;
        set
        {
            if (value && Device is { IsUnplugPending: false } device)
                PseriesMachine.AwaitGuest(device);
        }
    }

    /// <summary>The description that the guest reads, as steps; and how many it has read.</summary>
    [HostOnly("the guest begins anew after it has moved")]
    private List<TreeStep>? _walk;

    [HostOnly("as above")]
    private int _walked;

    internal Connector(PseriesMachine machine, ConnectorKind kind, uint id)
    {
        (_machine, Kind, Id) = (machine, kind, id);
        Indicator = new ConnectorIndicator(this);
        Reset();
    }

    /// <summary>What is plugged into it.</summary>
    public ConnectorKind Kind { get; }

    /// <summary>Its number among those of its kind.</summary>
    public uint Id { get; }

    /// <summary>The index by which the guest knows it.</summary>
    public uint Index => ConnectorIndex.Of(Kind, Id);

    /// <summary>Whether there is a place to plug something in; others are only a matter of accounts.</summary>
    public bool IsPhysical => Kind == ConnectorKind.Pci;

    /// <summary>How far it is in use.</summary>
    public ConnectorState State => (ConnectorState)_state;

    /// <summary>The light beside it.</summary>
    [HostOnly("a section of its own")]
    public ConnectorIndicator Indicator { get; }

    /// <summary>The device in it, or <see langword="null"/>: it is empty, or holds what is no device here.</summary>
    public Device? Device => _machine.DeviceIn(this);

    /// <summary>Whether something is in it.</summary>
    public bool IsOccupied => _machine.IsOccupied(this);

    /// <summary>Whether the guest uses what is in it, or has begun to.</summary>
    public bool IsHeld => State is not (ConnectorState.LogicalUnusable or ConnectorState.PhysicalPowerOn);

    /// <summary>Whether the guest was asked to let go of what is in it.</summary>
    public bool IsUnplugPending => Device is { IsUnplugPending: true };

    /// <summary>Whether it is in use without further ado, so that streams need not say it.</summary>
    internal bool IsAsAfterReset => !IsOccupied || (State is ConnectorState.LogicalConfigured or ConnectorState.PhysicalConfigured && !IsUnplugPending);

    private bool CanBeDescribed => State is ConnectorState.LogicalUnisolated or ConnectorState.LogicalConfigured
        or ConnectorState.PhysicalUnisolated or ConnectorState.PhysicalConfigured;

    /// <summary>Puts it into the state after power-on: in use, if something is in it.</summary>
    internal void Reset()
    {
        _walk = null;
        _state = (uint)((IsPhysical, IsOccupied) switch
        {
            (true, true) => ConnectorState.PhysicalConfigured,
            (true, false) => ConnectorState.PhysicalPowerOn,
            (false, true) => ConnectorState.LogicalConfigured,
            (false, false) => ConnectorState.LogicalUnusable,
        });
        Indicator.Reset();
    }

    /// <summary>Something was plugged in, or taken out: nobody uses it.</summary>
    internal void Empty()
    {
        _walk = null;
        _state = (uint)(IsPhysical ? ConnectorState.PhysicalPowerOn : ConnectorState.LogicalUnusable);
    }

    /// <summary>The guest lets go of what is in it (set-indicator, isolation state: isolate).</summary>
    internal ConnectorResult Isolate()
    {
        switch (State)
        {
            case ConnectorState.LogicalUnisolated or ConnectorState.PhysicalUnisolated:
                return ConnectorResult.Refused;
            case ConnectorState.LogicalConfigured when Kind == ConnectorKind.Memory && !IsUnplugPending:
                return ConnectorResult.Failed;
            case ConnectorState.LogicalConfigured:
                _state = (uint)ConnectorState.LogicalAvailable;
                return ConnectorResult.Done;
            case ConnectorState.PhysicalConfigured:
                _state = (uint)ConnectorState.PhysicalPowerOn;
                ReleaseIfPending();
                return ConnectorResult.Done;
            default:
                return ConnectorResult.Done;
        }
    }

    /// <summary>The guest begins to use what is in it (set-indicator, isolation state: unisolate).</summary>
    internal ConnectorResult Unisolate()
    {
        switch (State)
        {
            case ConnectorState.LogicalUnusable:
                return ConnectorResult.Refused;
            case ConnectorState.PhysicalPowerOn when !IsOccupied:
                return ConnectorResult.Refused;
            case ConnectorState.LogicalAvailable:
                (_state, _walk) = ((uint)ConnectorState.LogicalUnisolated, null);
                return ConnectorResult.Done;
            case ConnectorState.PhysicalPowerOn:
                (_state, _walk) = ((uint)ConnectorState.PhysicalUnisolated, null);
                return ConnectorResult.Done;
            case ConnectorState.LogicalUnisolated or ConnectorState.LogicalConfigured:
                // It does not let go of what it was asked for.
                if (Device is { IsUnplugPending: true } device)
                    PseriesMachine.EndAwaiting(device);

                return ConnectorResult.Done;
            default:
                return ConnectorResult.Done;
        }
    }

    /// <summary>The guest takes what is in it for its own (set-indicator, allocation state: usable).</summary>
    internal ConnectorResult Allocate()
    {
        if (State != ConnectorState.LogicalUnusable)
            return ConnectorResult.Done;

        if (!IsOccupied || IsUnplugPending)
            return ConnectorResult.Refused;

        _state = (uint)ConnectorState.LogicalAvailable;
        return ConnectorResult.Done;
    }

    /// <summary>The guest gives back what is in it (set-indicator, allocation state: unusable).</summary>
    internal ConnectorResult Deallocate()
    {
        switch (State)
        {
            case ConnectorState.LogicalUnusable:
                return ConnectorResult.Done;
            case ConnectorState.LogicalAvailable:
                _state = (uint)ConnectorState.LogicalUnusable;
                ReleaseIfPending();
                return ConnectorResult.Done;
            default:
                return ConnectorResult.Refused;
        }
    }

    /// <summary>The next step of the description of what is in it; with the last one it is in use.</summary>
    /// <returns><see langword="false"/> when it is in no state for that.</returns>
    internal bool TryDescribe(out TreeStep? step)
    {
        step = null;
        if (!CanBeDescribed)
            return false;

        if (_walk is null)
        {
            if (_machine.DescribeContent(this) is not { } node)
                return true;

            (_walk, _walked) = (TreeStep.Of(node), 0);
        }

        step = _walk[_walked++];
        if (step.Kind == TreeStepKind.Complete)
        {
            _walk = null;
            _state = (uint)(IsPhysical ? ConnectorState.PhysicalConfigured : ConnectorState.LogicalConfigured);
        }

        return true;
    }

    private void ReleaseIfPending()
    {
        if (Device is { IsUnplugPending: true } device)
            _machine.Release(device);
    }

    [AfterLoad]
    private void CheckState()
    {
        _walk = null;
        var isKnown = IsPhysical
            ? State is ConnectorState.PhysicalPowerOn or ConnectorState.PhysicalUnisolated or ConnectorState.PhysicalConfigured
            : State is >= ConnectorState.LogicalUnusable and <= ConnectorState.LogicalConfigured;
        if (!isKnown)
            throw new StateException($"the connector 0x{Index:x} is in state {_state}, which is none of its kind");
    }
}
