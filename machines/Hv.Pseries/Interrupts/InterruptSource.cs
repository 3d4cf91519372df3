using Hv.Runtime.Interrupts;

namespace Hv.Pseries.Interrupts;

/// <summary>One external interrupt source of the platform, as ibm,set-xive and its kin see it (LoPAR 7.3.10).</summary>
public sealed class InterruptSource
{
    /// <summary>The priority at which a source is off.</summary>
    public const byte Off = 0xFF;

    internal InterruptSource(uint number) => Line = new InterruptLine("interrupt", number);

    /// <summary>The wire to the presentation layer.</summary>
    public InterruptLine Line { get; }

    /// <summary>The number the guest knows it by.</summary>
    public uint Number => Line.Number;

    /// <summary>Whether it belongs to a device.</summary>
    public bool IsClaimed { get; private set; }

    /// <summary>Whether it has a level (LSI); else each message is one interrupt (MSI).</summary>
    public bool IsLevel { get; private set; }

    /// <summary>How many messages arrived since it was claimed.</summary>
    public ulong Messages { get; private set; }

    /// <summary>The processor that gets its interrupts.</summary>
    public uint Server { get; private set; }

    /// <summary>Its priority, 0 the highest; <see cref="Off"/>: it is off.</summary>
    public byte Priority { get; private set; } = Off;

    /// <summary>The priority that ibm,int-on brings back.</summary>
    public byte SavedPriority { get; private set; } = Off;

    /// <summary>Sets who gets its interrupts, and at which priority.</summary>
    public void Route(uint server, byte priority) => Route(server, priority, priority);

    /// <summary>Switches it off until <see cref="TurnOn"/>.</summary>
    public void TurnOff() => Route(Server, Off, Priority);

    /// <summary>Brings back the priority that it had.</summary>
    public void TurnOn() => Route(Server, SavedPriority, SavedPriority);

    internal void Claim(bool isLevel)
    {
        IsClaimed = true;
        IsLevel = isLevel;
        Messages = 0;
    }

    internal void Free()
    {
        // Whoever gets it next does not get the routing of who had it.
        IsClaimed = false;
        Line.Set(false);
        Reset();
    }

    internal void Reset() => Route(0, Off, Off);

    internal void TakeMessage()
    {
        Messages++;
        Line.Pulse();
    }

    private void Route(uint server, byte priority, byte savedPriority) =>
        (Server, Priority, SavedPriority) = (server, priority, savedPriority);
}
