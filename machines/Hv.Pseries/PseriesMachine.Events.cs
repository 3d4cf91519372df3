using Hv.Pseries.Events;
using Hv.Pseries.Interrupts;
using Hv.Runtime.Declarations;

namespace Hv.Pseries;

/// <content>The events that wait for the guest, and the interrupts that tell it of them (LoPAR 7.3.3, 10.2.3).</content>
public abstract partial class PseriesMachine
{
    [HostOnly("part of the machine; a section of its own")]
    private InterruptSource? _powerEvents;

    [HostOnly("part of the machine; a section of its own")]
    private InterruptSource? _hotPlugEvents;

    /// <summary>Whether the guest asks for hot-plug events in a class of their own: byte 6, bit 5 of option vector 5 (LoPAR B.6.2.3).</summary>
    private bool HasHotPlugClass => _negotiatedOptions.Has(6, 5);

    /// <summary>Whether the guest has FORM2 affinity: byte 5, bit 2 of option vector 5.</summary>
    internal bool HasForm2Affinity => _negotiatedOptions.Has(5, 2);

    /// <summary>Queues an event and tells the guest.</summary>
    /// <returns><see langword="false"/> when too many wait already; the event is dropped.</returns>
    internal bool QueueEvent(PlatformEvent platformEvent)
    {
        if (!Events.Add(platformEvent))
            return false;

        SourceOf(ClassOf(platformEvent))?.TakeMessage();
        return true;
    }

    /// <summary>Tells the guest again of each class of which events wait.</summary>
    internal void RepeatEventInterrupts()
    {
        foreach (var classes in (ReadOnlySpan<EventClasses>)[EventClasses.EnvironmentalAndPower, EventClasses.HotPlug])
        {
            if (PeekEvent(classes) is not null)
                SourceOf(classes)?.TakeMessage();
        }
    }

    /// <summary>The oldest event of the classes in <paramref name="classes"/>, which stays queued, or <see langword="null"/>.</summary>
    internal PlatformEvent? PeekEvent(EventClasses classes) =>
        Events.All.Find(platformEvent => (ClassOf(platformEvent) & classes) != 0);

    /// <summary>The class in which the guest asks for an event: one that does not know hot-plug events has them among the warnings.</summary>
    internal EventClasses ClassOf(PlatformEvent platformEvent) =>
        platformEvent.Class == EventClasses.HotPlug && !HasHotPlugClass ? EventClasses.EnvironmentalAndPower : platformEvent.Class;

    /// <summary>The source of environmental and power warnings.</summary>
    internal InterruptSource? EnvironmentalInterrupt => _powerEvents;

    /// <summary>The source of hot-plug events, where they have one of their own.</summary>
    internal InterruptSource? HotPlugInterrupt => _hotPlugEvents;

    private InterruptSource? SourceOf(EventClasses classes) => classes == EventClasses.HotPlug ? _hotPlugEvents : _powerEvents;
}
