using System.Buffers.Binary;

namespace Hv.Devices.Nvme;

/// <summary>The commands Get Features and Set Features (NVM Express 1.4, 5.13 and 5.21). None is saved; a reset brings defaults back.</summary>
/// <param name="controller">The controller.</param>
/// <param name="events">Told of what the host asks to be told of.</param>
internal sealed class NvmeFeatures(NvmeController controller, NvmeEvents events)
{
    /// <summary>The temperature of the device, in kelvins.</summary>
    public const ushort Temperature = 0x143;

    private const uint NoBurstLimit = 7;
    private const uint Changeable = 4;
    private const uint ByNamespace = 2;
    private const uint TimeLimitedRecovery = 0xFFFF;
    private const uint TemperatureEvents = 2;
    private const uint NoCoalescing = 1u << 16;
    private const int HostBehaviorSize = 512;
    private const int NanosecondsPerMillisecond = 1_000_000;
    private const ulong TimestampBits = (1UL << 48) - 1;
    private const ulong TimestampOfHost = 1UL << 49;

    private readonly byte[] _hostBehavior = new byte[HostBehaviorSize];
    private readonly HashSet<ushort> _notCoalesced = [];
    private uint _arbitration = NoBurstLimit;
    private uint _coalescing;
    private uint _writeAtomicity;
    private uint _eventConfiguration;
    private uint _overTemperature = NvmeIdentify.WarningTemperature;
    private uint _underTemperature;
    private ulong _timestamp;
    private bool _hasHostTimestamp;
    private long _timestampSetAt;

    private enum Feature : byte
    {
        Arbitration = 0x01,
        PowerManagement = 0x02,
        TemperatureThreshold = 0x04,
        ErrorRecovery = 0x05,
        VolatileWriteCache = 0x06,
        NumberOfQueues = 0x07,
        InterruptCoalescing = 0x08,
        InterruptVectorConfiguration = 0x09,
        WriteAtomicity = 0x0A,
        AsynchronousEventConfiguration = 0x0B,
        Timestamp = 0x0E,
        HostBehavior = 0x16,
        CommandSetProfile = 0x19,
    }

    /// <summary>Which value is asked for (SEL).</summary>
    private enum Selection
    {
        Current = 0,
        Default = 1,
        Saved = 2,
        Capabilities = 3,
    }

    /// <summary>How many completions wait for an interrupt at most where they wait, less one.</summary>
    public int CoalescingThreshold => (int)(_coalescing & 0xFF);

    /// <summary>How long they wait at most, in units of 100 µs.</summary>
    public int CoalescingTime => (int)((_coalescing >> 8) & 0xFF);

    /// <summary>Whether the temperature is beyond a threshold.</summary>
    public bool IsTemperatureExceeded => Temperature >= _overTemperature || Temperature <= _underTemperature;

    /// <summary>Whether a command stops the write cache: what is in it is flushed before.</summary>
    public static bool DisablesWriteCache(in NvmeCommand command) =>
        command.Opcode == (byte)NvmeAdminCommands.Opcode.SetFeatures && (Feature)command.Word(10) == Feature.VolatileWriteCache
        && (command.Word(11) & 1) == 0;

    /// <summary>Whether interrupts of a vector wait for several completions.</summary>
    public bool Coalesces(ushort vector) => CoalescingThreshold > 0 && CoalescingTime > 0 && !_notCoalesced.Contains(vector);

    /// <summary>The controller has started: its timestamp begins at 0.</summary>
    public void Start() => (_timestamp, _hasHostTimestamp, _timestampSetAt) = (0, false, controller.Machine.Clock.Now);

    /// <summary>Brings the defaults back.</summary>
    public void Reset()
    {
        _hostBehavior.AsSpan().Clear();
        _notCoalesced.Clear();
        (_arbitration, _coalescing, _writeAtomicity, _eventConfiguration) = (NoBurstLimit, 0, 0, 0);
        (_overTemperature, _underTemperature) = (NvmeIdentify.WarningTemperature, 0);
        foreach (var target in controller.Namespaces)
            target.ErrorRecovery = 0;
    }

    /// <summary>Runs Get Features.</summary>
    public NvmeStatus Get(in NvmeCommand command, NvmeWorker worker, out uint result)
    {
        result = 0;
        var feature = (Feature)command.Word(10);
        var selection = (Selection)((command.Word(10) >> 8) & 7);
        if (controller.Trace.GetFeature.IsEnabled)
            controller.Trace.GetFeature.Write($"cid {command.Id} nsid 0x{command.NamespaceId:x} fid 0x{(byte)feature:x} sel {(int)selection}");

        if (!Enum.IsDefined(feature))
            return NvmeStatus.InvalidField | NvmeStatus.DoNotRetry;

        NvmeNamespace? target = null;
        if (feature == Feature.ErrorRecovery)
        {
            if (!NvmeController.IsNamespaceId(command.NamespaceId) || command.NamespaceId == NvmeController.AllNamespaces)
                return NvmeStatus.InvalidNamespace | NvmeStatus.DoNotRetry;

            target = controller.FindNamespace(command.NamespaceId);
            if (target is null)
                return NvmeStatus.InvalidField | NvmeStatus.DoNotRetry;
        }

        if (selection == Selection.Capabilities)
        {
            result = CapabilitiesOf(feature);
            return NvmeStatus.Success;
        }

        return selection is Selection.Default or Selection.Saved
            ? GetDefault(feature, command.Word(11), out result)
            : GetCurrent(feature, command, target, worker, out result);
    }

    /// <summary>Runs Set Features.</summary>
    public NvmeStatus Set(in NvmeCommand command, NvmeWorker worker, bool hasQueues, out uint result)
    {
        result = 0;
        var feature = (Feature)command.Word(10);
        var (value, id) = (command.Word(11), command.NamespaceId);
        if (controller.Trace.SetFeature.IsEnabled)
            controller.Trace.SetFeature.Write($"cid {command.Id} nsid 0x{id:x} fid 0x{(byte)feature:x} cdw11 0x{value:x}");

        if ((command.Word(10) & (1u << 31)) != 0)
            return NvmeStatus.FeatureNotSaveable | NvmeStatus.DoNotRetry;

        if (!Enum.IsDefined(feature))
            return NvmeStatus.InvalidField | NvmeStatus.DoNotRetry;

        var status = CheckNamespace(feature, id);
        if (status != NvmeStatus.Success)
            return status;

        if ((CapabilitiesOf(feature) & Changeable) == 0)
            return NvmeStatus.FeatureNotChangeable | NvmeStatus.DoNotRetry;

        switch (feature)
        {
            case Feature.Arbitration:
                _arbitration = value;
                return NvmeStatus.Success;
            case Feature.TemperatureThreshold:
                return SetTemperature(value);
            case Feature.ErrorRecovery:
                foreach (var target in controller.Namespaces.Where(target => id is NvmeController.AllNamespaces || id == target.Id))
                    target.ErrorRecovery = value & TimeLimitedRecovery;

                return NvmeStatus.Success;
            case Feature.VolatileWriteCache:
                foreach (var target in controller.Namespaces)
                    target.Block.HasWriteCache = (value & 1) != 0;

                return NvmeStatus.Success;
            case Feature.NumberOfQueues:
                return SetNumberOfQueues(value, hasQueues, out result);
            case Feature.InterruptCoalescing:
                _coalescing = value & 0xFFFF;
                return NvmeStatus.Success;
            case Feature.InterruptVectorConfiguration:
                return SetVector(value);
            case Feature.WriteAtomicity:
                _writeAtomicity = value & 1;
                return NvmeStatus.Success;
            case Feature.AsynchronousEventConfiguration:
                _eventConfiguration = value;
                return NvmeStatus.Success;
            case Feature.Timestamp:
                return SetTimestamp(command, worker);
            case Feature.HostBehavior:
                return controller.Receive(command, _hostBehavior, worker);
            default:
                return (value & 0x1FF) == 0 ? NvmeStatus.Success : NvmeStatus.CommandSetCombinationRejected | NvmeStatus.DoNotRetry;
        }
    }

    private static uint CapabilitiesOf(Feature feature) => feature switch
    {
        Feature.PowerManagement => 0,
        Feature.ErrorRecovery => Changeable | ByNamespace,
        _ => Changeable,
    };

    private NvmeStatus CheckNamespace(Feature feature, uint id)
    {
        if (id == NvmeController.AllNamespaces || (id == 0 && feature != Feature.ErrorRecovery))
            return NvmeStatus.Success;

        if (!NvmeController.IsNamespaceId(id))
            return NvmeStatus.InvalidNamespace | NvmeStatus.DoNotRetry;

        if (feature != Feature.ErrorRecovery)
            return NvmeStatus.FeatureNotNamespaceSpecific | NvmeStatus.DoNotRetry;

        return controller.FindNamespace(id) is null ? NvmeStatus.InvalidField | NvmeStatus.DoNotRetry : NvmeStatus.Success;
    }

    private NvmeStatus GetCurrent(Feature feature, in NvmeCommand command, NvmeNamespace? target, NvmeWorker worker, out uint result)
    {
        result = 0;
        switch (feature)
        {
            case Feature.Arbitration:
                result = _arbitration;
                return NvmeStatus.Success;
            case Feature.TemperatureThreshold:
                return GetTemperature(command.Word(11), _overTemperature, _underTemperature, out result);
            case Feature.ErrorRecovery:
                result = target!.ErrorRecovery;
                return NvmeStatus.Success;
            case Feature.VolatileWriteCache:
                result = controller.Namespaces.Any(other => other.Block.HasWriteCache) ? 1u : 0;
                return NvmeStatus.Success;
            case Feature.InterruptCoalescing:
                result = _coalescing;
                return NvmeStatus.Success;
            case Feature.InterruptVectorConfiguration:
                var status = GetDefault(feature, command.Word(11), out result);
                if (status == NvmeStatus.Success && _notCoalesced.Contains((ushort)command.Word(11)))
                    result |= NoCoalescing;

                return status;
            case Feature.WriteAtomicity:
                result = _writeAtomicity;
                return NvmeStatus.Success;
            case Feature.AsynchronousEventConfiguration:
                result = _eventConfiguration;
                return NvmeStatus.Success;
            case Feature.Timestamp:
                return GetTimestamp(command, worker);
            case Feature.HostBehavior:
                return controller.Send(command, _hostBehavior, worker);
            default:
                return GetDefault(feature, command.Word(11), out result);
        }
    }

    private NvmeStatus GetDefault(Feature feature, uint value, out uint result)
    {
        result = 0;
        switch (feature)
        {
            case Feature.Arbitration:
                result = NoBurstLimit;
                return NvmeStatus.Success;
            case Feature.TemperatureThreshold:
                // Of one sensor, and of what is over it.
                result = ((value >> 16) & 0x3F) == 0 ? NvmeIdentify.WarningTemperature : 0u;
                return NvmeStatus.Success;
            case Feature.NumberOfQueues:
                result = NumberOfQueues;
                return NvmeStatus.Success;
            case Feature.InterruptVectorConfiguration:
                var vector = (ushort)value;
                if (vector >= controller.MessageVectors)
                    return NvmeStatus.InvalidField | NvmeStatus.DoNotRetry;

                // Those of the admin queue never wait.
                result = vector | (vector == 0 ? NoCoalescing : 0);
                return NvmeStatus.Success;
            default:
                return NvmeStatus.Success;
        }
    }

    private uint NumberOfQueues => (controller.MaximumQueuePairs - 1) | ((controller.MaximumQueuePairs - 1) << 16);

    /// <summary>There is one sensor, which is all of them together (TMPSEL 0); over (THSEL 0) and under (1).</summary>
    private static NvmeStatus GetTemperature(uint value, uint over, uint under, out uint result)
    {
        result = 0;
        if (((value >> 16) & 0xF) != 0)
            return NvmeStatus.Success;

        switch ((value >> 20) & 3)
        {
            case 0:
                result = over;
                return NvmeStatus.Success;
            case 1:
                result = under;
                return NvmeStatus.Success;
            default:
                return NvmeStatus.InvalidField | NvmeStatus.DoNotRetry;
        }
    }

    private NvmeStatus SetTemperature(uint value)
    {
        if (((value >> 16) & 0xF) != 0)
            return NvmeStatus.Success;

        switch ((value >> 20) & 3)
        {
            case 0:
                _overTemperature = value & 0xFFFF;
                break;
            case 1:
                _underTemperature = value & 0xFFFF;
                break;
            default:
                return NvmeStatus.InvalidField | NvmeStatus.DoNotRetry;
        }

        if (IsTemperatureExceeded && (_eventConfiguration & TemperatureEvents) != 0)
            events.Raise(NvmeEvents.Smart, NvmeEvents.Temperature, NvmeLogPages.Health);

        return NvmeStatus.Success;
    }

    private NvmeStatus SetNumberOfQueues(uint value, bool hasQueues, out uint result)
    {
        result = 0;
        if (hasQueues)
            return NvmeStatus.CommandSequenceError | NvmeStatus.DoNotRetry;

        if ((value & 0xFFFF) == 0xFFFF || value >> 16 == 0xFFFF)
            return NvmeStatus.InvalidField | NvmeStatus.DoNotRetry;

        result = NumberOfQueues;
        return NvmeStatus.Success;
    }

    private NvmeStatus SetVector(uint value)
    {
        var vector = (ushort)value;
        if (vector >= controller.MessageVectors)
            return NvmeStatus.InvalidField | NvmeStatus.DoNotRetry;

        if ((value & NoCoalescing) != 0)
            _notCoalesced.Add(vector);
        else
            _notCoalesced.Remove(vector);

        return NvmeStatus.Success;
    }

    private NvmeStatus SetTimestamp(in NvmeCommand command, NvmeWorker worker)
    {
        Span<byte> data = stackalloc byte[sizeof(ulong)];
        var status = controller.Receive(command, data, worker);
        if (status != NvmeStatus.Success)
            return status;

        _timestamp = BinaryPrimitives.ReadUInt64LittleEndian(data) & TimestampBits;
        (_hasHostTimestamp, _timestampSetAt) = (true, controller.Machine.Clock.Now);
        return NvmeStatus.Success;
    }

    private NvmeStatus GetTimestamp(in NvmeCommand command, NvmeWorker worker)
    {
        var elapsed = (ulong)((controller.Machine.Clock.Now - _timestampSetAt) / NanosecondsPerMillisecond);
        Span<byte> data = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(data, ((_timestamp + elapsed) & TimestampBits) | (_hasHostTimestamp ? TimestampOfHost : 0));
        return controller.Send(command, data, worker);
    }
}
