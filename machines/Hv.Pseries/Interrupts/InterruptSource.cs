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
    private const byte Sent = 0x02;
    private const byte Rejected = 0x04;
    private const byte MaskedPending = 0x08;

    [HostOnly("part of the machine; a section of its own")]
    private readonly InterruptSources _controller;

    internal InterruptSource(InterruptSources controller, uint number)
    {
        _controller = controller;
        Line = new InterruptLine("interrupt", number);
        Line.Changed += _ => OnLineChanged();
    }

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
    /// What is on its way to a processor: whether a level was sent, an edge was rejected, or came while the source was off; the lowest bit is
    /// the level of the wire.
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

    /// <summary>Whether it waits for the processor to take interrupts of its priority.</summary>
    internal bool Waits => IsLevel ? Line.IsAsserted && Priority != Off && (_status & Sent) == 0 : (_status & Rejected) != 0;

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
        (Server, Priority, SavedPriority) = (0, Off, Off);
        _status = 0;
        _controller.Note(this);
    }

    internal void TakeMessage()
    {
        Messages++;
        Line.Pulse();
    }

    /// <summary>The processor does not take it now.</summary>
    internal void Reject()
    {
        _status = (byte)(IsLevel ? _status & ~Sent : _status | Rejected);
        _controller.Note(this);
    }

    /// <summary>The guest has dealt with it: a level that is still there is sent again.</summary>
    internal void End()
    {
        if (!IsLevel)
            return;

        // Who asserted it may let go of it first: what is not there any more is not sent again.
        Line.End();
        _status &= unchecked((byte)~Sent);
        _controller.Note(this);
    }

    /// <summary>Sends what waits.</summary>
    internal void Resend()
    {
        if (!Waits)
            return;

        if (IsLevel)
            _status |= Sent;
        else
            _status &= unchecked((byte)~Rejected);

        _controller.Note(this);
        if (Priority != Off)
            _controller.Present(this);
    }

    private void OnLineChanged()
    {
        lock (_controller.Lock)
        {
            if (IsLevel)
            {
                _controller.Note(this);
                Resend();
            }
            else if (Line.IsAsserted)
            {
                TakeEdge();
            }
        }
    }

    private void TakeEdge()
    {
        if (Priority == Off)
            _status |= MaskedPending;
        else
            _controller.Present(this);
    }

    private void Route(uint server, byte priority, byte savedPriority)
    {
        (Server, Priority, SavedPriority) = (server, priority, savedPriority);
        _controller.Note(this);
        if (IsLevel)
        {
            Resend();
        }
        else if (priority != Off && (_status & MaskedPending) != 0)
        {
            _status &= unchecked((byte)~MaskedPending);
            _controller.Present(this);
        }
    }
}
