using Hv.Runtime.Declarations;

namespace Hv.Pseries.Interrupts;

/// <summary>Where interrupts go, where the guest has XIVE.</summary>
[VmState("spapr-xive")]
public sealed partial class XiveRouter
{
    private const int Priorities = 8;

    [HostOnly("part of the machine; a section of its own")]
    private readonly InterruptSources _sources;

    private readonly uint _servers;

    /// <summary>Makes the router.</summary>
    /// <param name="sources">The external sources.</param>
    /// <param name="servers">How many processors the guest could address: each has a source of its own, by its number.</param>
    internal XiveRouter(InterruptSources sources, uint servers)
    {
        (_sources, _servers) = (sources, servers);
        Count = InterruptSources.First + (uint)sources.All.Count;
        Assignments = new XiveEventAssignment[Count];
        Queues = new XiveEventQueue[servers * Priorities];
        Reset();
    }

    /// <summary>How many sources there are: those of the processors' own interrupts, and the external ones.</summary>
    [GuestVisible("ibm,xive-lisn-ranges, and the number of external sources")]
    [Migrated(Name = "nr_irqs", MustMatch = true)]
    public uint Count { get; }

    /// <summary>Where the interrupts of each source go.</summary>
    [Migrated(Name = "eat")]
    public XiveEventAssignment[] Assignments { get; }

    /// <summary>The queues of events: for each processor one of each priority.</summary>
    [Migrated(Name = "endt")]
    public XiveEventQueue[] Queues { get; }

    /// <summary>Puts it into the state after power-on: what is there is masked.</summary>
    internal void Reset()
    {
        for (var number = 0; number < Assignments.Length; number++)
            Assignments[number].Word = IsThere(number) ? XiveEventAssignment.IsValid | XiveEventAssignment.IsMasked : 0;

        Array.Fill(Queues, new XiveEventQueue { Word1 = XiveEventQueue.EscalationsAreOff });
    }

    /// <summary>Sources come and go with messages of devices: one that comes is masked.</summary>
    [BeforeSave]
    private void FollowSources()
    {
        for (var number = 0; number < Assignments.Length; number++)
        {
            if (!IsThere(number))
                Assignments[number].Word = 0;
            else if ((Assignments[number].Word & XiveEventAssignment.IsValid) == 0)
                Assignments[number].Word = XiveEventAssignment.IsValid | XiveEventAssignment.IsMasked;
        }
    }

    private bool IsThere(int number) =>
        number < InterruptSources.First ? number < _servers : _sources.Find((ulong)number) is { IsClaimed: true };
}
