namespace Hv.Runtime.Machines;

/// <summary>Something a guest caused that whoever runs the machine must know.</summary>
public abstract record MachineEvent
{
    private protected MachineEvent()
    {
    }

    /// <summary>The guest asks to be powered off.</summary>
    public sealed record PowerOffRequested : MachineEvent;

    /// <summary>The guest asks to be reset.</summary>
    public sealed record ResetRequested : MachineEvent;

    /// <summary>The guest asks to be suspended.</summary>
    public sealed record SuspendRequested : MachineEvent;

    /// <summary>The guest's operating system has given up.</summary>
    /// <param name="Message">What it said, or empty.</param>
    public sealed record Panicked(string Message) : MachineEvent;

    /// <summary>The host does not give a device what the guest wants of it; the guest goes on without.</summary>
    /// <param name="Device">The device.</param>
    /// <param name="Message">What happened.</param>
    public sealed record DeviceLimited(Objects.Device Device, string Message) : MachineEvent;

    /// <summary>A device of the host that the guest has does not work any more: the guest must not go on with what it gets from it.</summary>
    /// <param name="Device">The device.</param>
    /// <param name="Message">What happened.</param>
    public sealed record DeviceFailed(Objects.Device Device, string Message) : MachineEvent;

    /// <summary>The guest set its real-time clock.</summary>
    /// <param name="Offset">How far the guest's clock is ahead of the machine's.</param>
    public sealed record RtcChanged(TimeSpan Offset) : MachineEvent;
}
