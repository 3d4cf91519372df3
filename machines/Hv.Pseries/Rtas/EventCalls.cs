using Hv.Pseries.Events;
using Hv.Runtime.Declarations;
using Hv.Runtime.Memory;
using Hv.Runtime.Rtas;

namespace Hv.Pseries.Rtas;

/// <summary>Error and event reporting (LoPAR 7.3.3): the guest fetches the events that the platform queued.</summary>
[RtasCalls]
internal sealed partial class EventCalls(PseriesMachine machine)
{
    /// <summary>
    /// Tells of events that have no interrupt: the platform has none, so there is never one. The interrupts of those that wait come again.
    /// </summary>
    [RtasCall(0x200F, "event-scan")]
    private RtasStatus EventScan(EventClasses eventMask, uint critical, GuestPhysicalAddress buffer, uint length)
    {
        machine.RepeatEventInterrupts();
        return RtasStatus.NoErrorFound;
    }

    /// <summary>Fetches the oldest queued event of the wanted classes.</summary>
    [RtasCall(0x200E, "check-exception")]
    private RtasStatus CheckException(
        uint vectorOffset, uint additionalInformation, EventClasses eventMask, uint critical, GuestPhysicalAddress buffer, uint length) =>
        Fetch(eventMask, buffer, length);

    /// <summary>Fetches the oldest queued event of the wanted classes; with extended information.</summary>
    [RtasCall(0x200E, "check-exception")]
    private RtasStatus CheckExceptionExtended(
        uint vectorOffset, uint additionalInformation, EventClasses eventMask, uint critical, GuestPhysicalAddress buffer, uint length,
        uint extendedInformation) =>
        Fetch(eventMask, buffer, length);

    private RtasStatus Fetch(EventClasses eventMask, GuestPhysicalAddress buffer, uint length)
    {
        if (machine.PeekEvent(eventMask) is not { } queued)
            return RtasStatus.NoErrorFound;

        // What does not fit the guest's buffer is cut; an event that cannot be written at all stays queued.
        var log = queued.Log.AsSpan(0, (int)Math.Min(length, (uint)queued.Log.Length));
        if (!machine.Memory.TryWrite(buffer.RealMode, log))
            return RtasStatus.ParameterError;

        machine.Events.Remove(queued);
        machine.RepeatEventInterrupts();
        return RtasStatus.Success;
    }
}
