using System.Buffers.Binary;
using System.Text;
using Hv.Pseries.Connectors;
using Hv.Runtime.Declarations;
using Hv.Runtime.Machines;
using Hv.Runtime.Memory;
using Hv.Runtime.Rtas;

namespace Hv.Pseries.Rtas;

/// <summary>Dynamic reconfiguration: the guest takes what is plugged in into use, and lets go of it (LoPAR 7.3.5, 13.5).</summary>
[RtasCalls]
internal sealed partial class ReconfigurationCalls(PseriesMachine machine)
{
    private const uint ConnectorPresence = 9003;
    private const uint LargestIndicator = 3;
    private const int WorkAreaSize = 4096;
    private const int DataOffset = 20;

    private enum Indicator : uint
    {
        IsolationState = 9001,
        Light = 9002,
        AllocationState = 9003,
    }

    private enum Presence : uint
    {
        Empty = 0,
        Present = 1,
        Unusable = 2,
    }

    /// <summary>Sets the state of a connector, or its light.</summary>
    [RtasCall(0x201A, "set-indicator")]
    private RtasStatus SetIndicator(uint type, uint index, uint state)
    {
        if (machine.FindConnector(index) is not { } connector)
            return RtasStatus.ParameterError;

        switch ((Indicator)type, state)
        {
            case (Indicator.IsolationState, 0):
                return Status(connector.Isolate());
            case (Indicator.IsolationState, 1):
                return Status(connector.Unisolate());
            case (Indicator.Light, <= LargestIndicator) when connector.IsPhysical:
                connector.Indicator.Value = state;
                return RtasStatus.Success;
            case (Indicator.AllocationState, 0) when !connector.IsPhysical:
                return Status(connector.Deallocate());
            case (Indicator.AllocationState, 1) when !connector.IsPhysical:
                return Status(connector.Allocate());
            default:
                return RtasStatus.ParameterError;
        }
    }

    /// <summary>Tells whether something is in a connector.</summary>
    [RtasCall(0x201D, "get-sensor-state")]
    private RtasStatus GetSensor(uint type, uint index, [StoredOnError] out uint value)
    {
        value = 0;
        if (type != ConnectorPresence || machine.FindConnector(index) is not { } connector)
            return RtasStatus.ParameterError;

        value = (uint)(connector.IsPhysical ? connector.IsOccupied ? Presence.Present : Presence.Empty
            : connector.State == ConnectorState.LogicalUnusable ? Presence.Unusable : Presence.Present);
        return RtasStatus.Success;
    }

    /// <summary>Tells a part of the device tree of what is in a connector; with the last part it is in use.</summary>
    [RtasCall(0x201E, "ibm,configure-connector")]
    private RtasStatus Configure(uint workAreaLow, uint workAreaHigh)
    {
        var area = new GuestPhysicalAddress(((ulong)workAreaHigh << 32) | workAreaLow).RealMode;
        if (!machine.Memory.Contains(area, WorkAreaSize) || !machine.Memory.TryReadUInt32(area, out var index)
            || machine.FindConnector(index) is not { } connector)
        {
            return RtasStatus.ParameterError;
        }

        if (!connector.TryDescribe(out var step))
            return RtasStatus.NotConfigurable;

        if (step is null)
            return RtasStatus.HardwareError;

        if (step.Kind is TreeStepKind.Child or TreeStepKind.Property)
            Write(area, step);

        return (RtasStatus)(int)step.Kind;
    }

    /// <summary>The guest asks to be suspended, so that it can move: all its other processors have joined.</summary>
    [RtasCall(0x202A, "ibm,suspend-me")]
    private RtasStatus Suspend(VirtualCpu cpu)
    {
        if (machine.Processors.Any(other => other != cpu && !other.IsJoined))
            return RtasStatus.OtherThreadsActive;

        machine.Raise(new MachineEvent.SuspendRequested());
        return RtasStatus.Success;
    }

    private static RtasStatus Status(ConnectorResult result) => result switch
    {
        ConnectorResult.Done => RtasStatus.Success,
        ConnectorResult.Failed => RtasStatus.HardwareError,
        _ => RtasStatus.ParameterError,
    };

    /// <summary>Words 2 to 4 tell where the name is, how long the value and where it is; both follow them, as far as they fit.</summary>
    private void Write(GuestPhysicalAddress area, TreeStep step)
    {
        var name = Encoding.ASCII.GetBytes(step.Name + '\0');
        var valueOffset = DataOffset + name.Length;
        machine.Memory.TryWriteUInt32(area + 8, DataOffset);
        if (step.Kind == TreeStepKind.Property)
        {
            machine.Memory.TryWriteUInt32(area + 12, (uint)step.Value.Length);
            machine.Memory.TryWriteUInt32(area + 16, (uint)valueOffset);
            var fits = Math.Clamp(WorkAreaSize - valueOffset, 0, step.Value.Length);
            machine.Memory.TryWrite(area + (ulong)valueOffset, step.Value.AsSpan(0, fits));
        }

        machine.Memory.TryWrite(area + DataOffset, name.AsSpan(0, Math.Min(name.Length, WorkAreaSize - DataOffset)));
    }
}
