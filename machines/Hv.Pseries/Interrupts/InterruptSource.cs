using Hv.Runtime.Declarations;
using Hv.Runtime.Interrupts;

namespace Hv.Pseries.Interrupts;

/// <summary>One external interrupt source of the platform, as ibm,set-xive and its kin see it (LoPAR 7.3.10).</summary>
[VmState("ics/irq", Version = 2, MinimumVersion = 1)]
public sealed partial class InterruptSource
{
    /// <summary>The priority at which a source is off.</summary>
    public const byte Off = 0xFF;

    private const byte Asserted = 0x01;

    internal InterruptSource(uint number) => Line = new InterruptLine("interrupt", number);

    /// <summary>What <c>flags</c> says of a source on the wire: nobody's, with a level, for messages.</summary>
    [Flags]
    private enum Kind : byte
    {
        None = 0,
        Level = 1,
        Message = 2,
    }

    /// <summary>The wire to the presentation layer.</summary>
    public InterruptLine Line { get; }

    /// <summary>The number the guest knows it by.</summary>
    public uint Number => Line.Number;

    /// <summary>Whether it belongs to a device.</summary>
    [Derived(nameof(StreamedKind))]
    public bool IsClaimed { get; private set; }

    /// <summary>Whether it has a level (LSI); else each message is one interrupt (MSI).</summary>
    [Derived(nameof(StreamedKind))]
    public bool IsLevel { get; private set; }

    /// <summary>How many messages arrived since it was claimed.</summary>
    [HostOnly("counts for users")]
    public ulong Messages { get; private set; }

    /// <summary>The processor that gets its interrupts.</summary>
    [Migrated(Name = "server")]
    public uint Server { get; private set; }

    /// <summary>Its priority, 0 the highest; <see cref="Off"/>: it is off.</summary>
    [Migrated(Name = "priority")]
    public byte Priority { get; private set; } = Off;

    /// <summary>The priority that ibm,int-on brings back.</summary>
    [Migrated(Name = "saved_priority")]
    public byte SavedPriority { get; private set; } = Off;

    /// <summary>
    /// What is on its way to a processor, as the presentation layer keeps it; the lowest bit is the level of the wire.
    /// </summary>
    [Migrated(Name = "status")]
    private byte Status
    {
        get => (byte)(_status | (IsLevel && Line.IsAsserted ? Asserted : 0));
        set => _status = (byte)(value & ~Asserted);
    }

    [Migrated(Name = "flags", Since = 2)]
    private Kind StreamedKind
    {
        get => !IsClaimed ? Kind.None : IsLevel ? Kind.Level : Kind.Message;
        set
        {
            // Sources that a device here has stay its own; what a guest asked for at the source is taken over.
            if (!IsClaimed && value == Kind.Message)
                Claim(isLevel: false);
        }
    }

    [Derived(nameof(Status))]
    private byte _status;

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

    internal void Reset()
    {
        Route(0, Off, Off);
        _status = 0;
    }

    internal void TakeMessage()
    {
        Messages++;
        Line.Pulse();
    }

    private void Route(uint server, byte priority, byte savedPriority) =>
        (Server, Priority, SavedPriority) = (server, priority, savedPriority);
}
