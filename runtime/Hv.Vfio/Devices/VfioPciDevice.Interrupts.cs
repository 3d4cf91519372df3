using System.Buffers.Binary;
using Hv.Runtime.Machines;
using Hv.Runtime.Pci;

namespace Hv.Vfio.Devices;

/// <content>
/// Interrupts: each goes from the device to an event of the kernel, from there by the one thread that waits for all events to the
/// function's pin, or as its message.
/// </content>
public sealed partial class VfioPciDevice
{
    private InterruptEvent? _pinEvent;
    private InterruptEvent? _errorEvent;
    private InterruptEvent? _requestEvent;
    private InterruptEvent?[] _messageEvents = [];
    private VfioInterruptKind? _messages;
    private bool _isPinHeld;

    /// <summary>How many interrupts came from the device.</summary>
    public ulong Interrupts { get; private set; }

    /// <summary>The device has told of an error that it could not correct; set until the machine is reset.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Starts the pin, and the notices of errors and of the host.</summary>
    private void StartInterrupts()
    {
        Bus.Host.InterruptEnded += OnInterruptEnded;
        StartPin();
        _errorEvent = StartNotice(VfioInterruptKind.Error, OnError);
        _requestEvent = StartNotice(VfioInterruptKind.Request, OnRequest);
    }

    private void StopInterrupts()
    {
        Bus.Host.InterruptEnded -= OnInterruptEnded;
        StopMessages();
        StopPin();
        _errorEvent?.Dispose();
        _requestEvent?.Dispose();
        (_errorEvent, _requestEvent) = (null, null);
    }

    /// <summary>Follows what the guest has done to the MSI and MSI-X capabilities, and to the table.</summary>
    private void UpdateMessages()
    {
        VfioInterruptKind? wanted = Msix is { IsEnabled: true } ? VfioInterruptKind.Msix : Msi is { IsEnabled: true } ? VfioInterruptKind.Msi : null;
        var count = wanted == VfioInterruptKind.Msix ? Msix!.Vectors : wanted == VfioInterruptKind.Msi ? Msi!.AllocatedVectors : 0;
        if (wanted == _messages && (wanted != VfioInterruptKind.Msi || count == _messageEvents.Length))
        {
            if (wanted == VfioInterruptKind.Msix)
                AddUsedVectors();

            return;
        }

        StopMessages();
        if (wanted is { } kind)
            StartMessages(kind, count);
        else
            StartPin();
    }

    private void StartMessages(VfioInterruptKind kind, int count)
    {
        // The kernel has one kind on at a time.
        StopPin();
        _messages = kind;
        _messageEvents = new InterruptEvent?[count];
        var descriptors = new int[count];
        for (var vector = 0; vector < count; vector++)
        {
            if (kind == VfioInterruptKind.Msi || Msix!.IsUsed(vector))
                _messageEvents[vector] = CreateMessageEvent(kind, vector);

            descriptors[vector] = _messageEvents[vector]?.Descriptor ?? -1;
        }

        // All vectors, so that one that is used later needs no new start; a host that has fewer tells how many, and gets those in use.
        var result = HostDevice.SetEvents(kind, 0, descriptors);
        if (result.Value is > 0 and var offered && offered < count)
            result = HostDevice.SetEvents(kind, 0, descriptors.AsSpan(0, (int)offered));
        else if (result.IsError && Array.FindLastIndex(descriptors, descriptor => descriptor >= 0) is >= 0 and var last && last + 1 < count)
            result = HostDevice.SetEvents(kind, 0, descriptors.AsSpan(0, last + 1));

        if (result.IsError)
        {
            Tell($"{HostDevice.Address}: the host cannot switch {count} {kind} interrupts on: {result}; the guest gets none.");
        }
    }

    private void StopMessages()
    {
        if (_messages is not { } kind)
            return;

        _ = HostDevice.Disable(kind);
        foreach (var messageEvent in _messageEvents)
            messageEvent?.Dispose();

        (_messages, _messageEvents) = (null, []);
    }

    /// <summary>Vectors that the guest has begun to use while MSI-X is on.</summary>
    private void AddUsedVectors()
    {
        for (var vector = 0; vector < _messageEvents.Length; vector++)
        {
            if (_messageEvents[vector] is not null || !Msix!.IsUsed(vector))
                continue;

            if (CreateMessageEvent(VfioInterruptKind.Msix, vector) is not { } created)
                continue;

            _messageEvents[vector] = created;
            var result = HostDevice.SetEvent(VfioInterruptKind.Msix, vector, created.Descriptor);
            if (result.IsError)
                Tell($"{HostDevice.Address}: the host has no MSI-X interrupt {vector}: {result}.");
        }
    }

    private InterruptEvent? CreateMessageEvent(VfioInterruptKind kind, int vector) => InterruptEvent.TryCreate(HostDevice.Kernel, _ =>
    {
        lock (Machine.Lock)
        {
            Interrupts++;
            if (_messages != kind)
                return;

            if (kind == VfioInterruptKind.Msix)
                Msix!.Notify(vector);
            else
                Msi!.Notify(vector);
        }
    });

    /// <summary>Lets Hv answer for the parts of a base address register where the MSI-X table and pending bits are.</summary>
    private void CoverMessages(BarRegion region, int index)
    {
        if (Msix is not { } msix || Configuration.FindCapability(MsixCapability.Id) is not (> 0 and var offset))
            return;

        var table = BinaryPrimitives.ReadUInt32LittleEndian(Configuration.Content[(offset + 4)..]);
        var pending = BinaryPrimitives.ReadUInt32LittleEndian(Configuration.Content[(offset + 8)..]);
        if ((table & 7) == index)
            region.Cover(msix.Table, table & ~7u, _ => OnTableWritten());

        if ((pending & 7) == index)
            region.Cover(msix.Pending, pending & ~7u);
    }

    private void OnTableWritten()
    {
        lock (Machine.Lock)
        {
            if (_messages == VfioInterruptKind.Msix)
                AddUsedVectors();
        }
    }

    private void Tell(string message) => Machine.Raise(new MachineEvent.DeviceLimited(this, message));

    private void StartPin()
    {
        if (_pinEvent is not null || HostDevice.InterruptCount(VfioInterruptKind.Intx) == 0 || Configuration.GetByte(PciRegister.InterruptPin) == 0)
            return;

        _pinEvent = InterruptEvent.TryCreate(HostDevice.Kernel, _ => OnPin());
        if (_pinEvent is { } created && HostDevice.SetEvent(VfioInterruptKind.Intx, 0, created.Descriptor) is { IsError: true } failed)
        {
            StopPin();
            Tell($"{HostDevice.Address}: the host cannot switch the interrupt pin on: {failed}.");
        }
    }

    private void StopPin()
    {
        if (_pinEvent is null)
            return;

        _ = HostDevice.Disable(VfioInterruptKind.Intx);
        _pinEvent.Dispose();
        _pinEvent = null;
        _isPinHeld = false;
        SetInterrupt(false);
    }

    /// <summary>After a reset nothing is pending, and the pin is as after power-on.</summary>
    private void RestartPin()
    {
        HasFailed = false;
        StopPin();
        StartPin();
    }

    private void OnPin()
    {
        lock (Machine.Lock)
        {
            if (_pinEvent is null)
                return;

            Interrupts++;
            _isPinHeld = true;
            SetInterrupt(true);
        }
    }

    /// <summary>The guest has dealt with an interrupt: when it was this one, the device may send the next.</summary>
    private void OnInterruptEnded()
    {
        if (!_isPinHeld)
            return;

        _isPinHeld = false;
        SetInterrupt(false);
        _ = HostDevice.UnmaskPin();
    }

    private InterruptEvent? StartNotice(VfioInterruptKind kind, Action handler)
    {
        if (HostDevice.InterruptCount(kind) == 0 || InterruptEvent.TryCreate(HostDevice.Kernel, _ => handler()) is not { } created)
            return null;

        if (!HostDevice.SetEvent(kind, 0, created.Descriptor).IsError)
            return created;

        created.Dispose();
        return null;
    }

    private void OnError()
    {
        lock (Machine.Lock)
        {
            if (_device is null || HasFailed)
                return;

            HasFailed = true;
            Machine.Raise(new MachineEvent.DeviceFailed(this, $"{HostDevice.Address}: the device reported an error that it could not correct"));
        }
    }

    private void OnRequest()
    {
        lock (Machine.Lock)
        {
            // The kernel asks again and again until the device is given back.
            if (_device is not null && !IsUnplugPending)
                Machine.RequestUnplug(this);
        }
    }
}
