using System.Runtime.InteropServices;
using Hv.Vfio.Kernel;
using Hv.Vfio.Kernel.Structures;

namespace Hv.Testing.Vfio.Devices;

/// <summary>The interrupts of an open device, and where they go.</summary>
internal sealed class DeviceInterrupts(FakeKernel kernel, FakeDevice device)
{
    public const uint Intx = 0;
    public const uint Msi = 1;
    public const uint Msix = 2;
    public const uint Error = 3;
    public const uint Request = 4;
    public const uint Kinds = 5;

    private const int HeadSize = 20;
    private const uint NoData = 1;
    private const uint Flags = 2;
    private const uint Events = 4;
    private const uint DataMask = NoData | Flags | Events;
    private const uint Mask = 8;
    private const uint Unmask = 16;
    private const uint Trigger = 32;
    private const uint ActionMask = Mask | Unmask | Trigger;
    private const uint None = uint.MaxValue;

    private uint _active = None;
    private FakeEvent?[] _events = [];
    private FakeEvent? _error;
    private FakeEvent? _request;
    private FakeEvent? _unmask;
    private bool _isMasked;
    private bool _isAsserted;

    /// <summary>Whether MSI or MSI-X is in use instead of INTx.</summary>
    public bool HasMessages => _active is Msi or Msix;

    public uint CountOf(uint index) => index switch
    {
        Intx => device.Configuration.HasInterruptPin ? 1u : 0,
        Msi => (uint)device.Configuration.MsiCount,
        Msix => (uint)device.Configuration.MsixCount,
        Error => device.IsExpress ? 1u : 0,
        Request => 1,
        _ => 0,
    };

    public KernelResult Set(Span<byte> argument)
    {
        var error = FakeArguments.Take(argument, HeadSize, out InterruptSet set);
        if (error != Errno.None)
            return KernelResult.Failed(error);

        if (set.Index >= Kinds || set.Count >= uint.MaxValue - set.Start || (set.Flags & ~(DataMask | ActionMask)) != 0)
            return KernelResult.Failed(Errno.InvalidArgument);

        var count = CountOf(set.Index);
        if (set.Start >= count || set.Start + set.Count > count)
            return KernelResult.Failed(Errno.InvalidArgument);

        var size = (set.Flags & DataMask) switch { NoData => 0u, Flags => 1u, Events => 4u, _ => None };
        if (size == None || (size > 0 && set.ArgumentSize - HeadSize < set.Count * size))
            return KernelResult.Failed(Errno.InvalidArgument);

        if (argument.Length - HeadSize < set.Count * size)
            return KernelResult.Failed(Errno.BadAddress);

        error = Set(set, argument[HeadSize..]);
        return error == Errno.None ? default : KernelResult.Failed(error);
    }

    /// <summary>Forgets all, as closing and resetting do.</summary>
    public void Clear()
    {
        Disable();
        _error = _request = null;
        _isAsserted = false;
    }

    public void SignalMessage(int vector)
    {
        if (HasMessages && vector < _events.Length)
            Signal(_events[vector]);
    }

    public void SetLevel(bool isAsserted)
    {
        _isAsserted = isAsserted;
        FireLevel();
    }

    public void SignalError() => _error?.Signal();

    public void SignalRequest() => _request?.Signal();

    private void Signal(FakeEvent? signal)
    {
        if (signal is not null)
            signal.Signal(kernel.Faults.InterruptCount());
    }

    private void FireLevel()
    {
        if (_active != Intx || _isMasked || !_isAsserted)
            return;

        // It is masked as it comes: the line stays up until the device's cause is gone.
        _isMasked = true;
        Signal(_events[0]);
    }

    private Errno Set(in InterruptSet set, ReadOnlySpan<byte> data) => set.Index switch
    {
        Error => SetNotifier(ref _error, set, data),
        Request => SetNotifier(ref _request, set, data),
        Intx => SetIntx(set, data),
        _ when (set.Flags & ActionMask) != Trigger => Errno.NotSupportedRequest,
        _ => SetMessages(set, data),
    };

    private Errno SetIntx(in InterruptSet set, ReadOnlySpan<byte> data)
    {
        var action = set.Flags & ActionMask;
        if (action == Trigger && _active == Intx && set.Count == 0 && (set.Flags & NoData) != 0)
        {
            Disable();
            return Errno.None;
        }

        if (set.Start != 0 || set.Count != 1)
            return Errno.InvalidArgument;

        if (action == Trigger)
            return TriggerIntx(set, data);

        if (_active != Intx)
            return Errno.InvalidArgument;

        if ((set.Flags & Events) != 0)
            return action == Unmask ? SetUnmask(data) : Errno.NotSupportedRequest;

        if ((set.Flags & Flags) != 0 && data[0] == 0)
            return Errno.None;

        switch (action)
        {
            case Mask:
                _isMasked = true;
                return Errno.None;
            case Unmask:
                UnmaskLevel();
                return Errno.None;
            default:
                return Errno.NotSupportedRequest;
        }
    }

    private Errno TriggerIntx(in InterruptSet set, ReadOnlySpan<byte> data)
    {
        if (_active is not (Intx or None))
            return Errno.InvalidArgument;

        if ((set.Flags & Events) == 0)
        {
            if (_active != Intx)
                return Errno.InvalidArgument;

            if ((set.Flags & NoData) != 0 || data[0] != 0)
                Signal(_events[0]);

            return Errno.None;
        }

        var error = FindEvent(data, out var signal);
        if (error != Errno.None)
            return error;

        if (signal is null)
        {
            Disable();
            return Errno.None;
        }

        _active = Intx;
        _events = [signal];
        _isMasked = false;
        FireLevel();
        return Errno.None;
    }

    private Errno SetMessages(in InterruptSet set, ReadOnlySpan<byte> data)
    {
        if (_active == set.Index && set.Count == 0 && (set.Flags & NoData) != 0)
        {
            Disable();
            return Errno.None;
        }

        if (_active != set.Index && _active != None)
            return Errno.InvalidArgument;

        if ((set.Flags & Events) != 0)
            return SetEvents(set, data);

        if (_active != set.Index || set.Start + set.Count > _events.Length)
            return Errno.InvalidArgument;

        for (var index = 0; index < set.Count; index++)
        {
            if ((set.Flags & NoData) != 0 || data[index] != 0)
                Signal(_events[(int)set.Start + index]);
        }

        return Errno.None;
    }

    private Errno SetEvents(in InterruptSet set, ReadOnlySpan<byte> data)
    {
        // How many vectors there are is settled by the first who sets any.
        var isFirst = _active == None;
        if (set.Count == 0 || (!isFirst && set.Start + set.Count > _events.Length))
            return Errno.InvalidArgument;

        var events = isFirst ? new FakeEvent?[set.Start + set.Count] : (FakeEvent?[])_events.Clone();
        for (var index = 0; index < set.Count; index++)
        {
            var error = FindEvent(data[(sizeof(int) * index)..], out events[(int)set.Start + index]);
            if (error != Errno.None)
                return error;
        }

        (_active, _events) = (set.Index, events);
        return Errno.None;
    }

    private Errno SetNotifier(ref FakeEvent? notifier, in InterruptSet set, ReadOnlySpan<byte> data)
    {
        if ((set.Flags & ActionMask) != Trigger)
            return Errno.NotSupportedRequest;

        if (set.Start != 0 || set.Count > 1)
            return Errno.InvalidArgument;

        if ((set.Flags & Events) != 0 && set.Count == 1)
            return FindEvent(data, out notifier);

        if (notifier is null)
            return Errno.InvalidArgument;

        if (set.Count == 0)
            notifier = null;
        else if ((set.Flags & NoData) != 0 || data[0] != 0)
            notifier.Signal();

        return Errno.None;
    }

    private Errno SetUnmask(ReadOnlySpan<byte> data)
    {
        var error = FindEvent(data, out var signal);
        if (error != Errno.None)
            return error;

        if (_unmask is not null)
            _unmask.Signalled = null;

        _unmask = signal;
        if (signal is not null)
            signal.Signalled = kernel.Synchronized(UnmaskLevel);

        return Errno.None;
    }

    private void UnmaskLevel()
    {
        _isMasked = false;
        FireLevel();
    }

    private void Disable()
    {
        if (_unmask is not null)
            _unmask.Signalled = null;

        (_active, _events, _unmask, _isMasked) = (None, [], null, false);
    }

    /// <returns>No error and no event for descriptor -1.</returns>
    private Errno FindEvent(ReadOnlySpan<byte> data, out FakeEvent? signal)
    {
        var descriptor = MemoryMarshal.Read<int>(data);
        signal = null;
        if (descriptor == -1)
            return Errno.None;

        if (kernel.Descriptors.Find(descriptor) is not { } file)
            return Errno.BadDescriptor;

        signal = file as FakeEvent;
        return signal is null ? Errno.InvalidArgument : Errno.None;
    }
}
