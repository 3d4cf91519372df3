namespace Hv.Pseries.Events;

/// <summary>The events that wait for the guest, oldest first. What a guest never fetches does not pile up without end.</summary>
public sealed class EventQueue
{
    /// <summary>How many events wait at most.</summary>
    public const int Capacity = 1024;

    private readonly List<PlatformEvent> _events = [];

    /// <summary>How many events wait.</summary>
    public int Count => _events.Count;

    /// <summary>The events themselves, for migration.</summary>
    internal List<PlatformEvent> All => _events;

    /// <summary>Queues an event.</summary>
    /// <returns><see langword="false"/> when too many wait already; the event is dropped.</returns>
    public bool Add(PlatformEvent platformEvent)
    {
        if (_events.Count >= Capacity)
            return false;

        _events.Add(platformEvent);
        return true;
    }

    /// <summary>Takes an event out.</summary>
    public void Remove(PlatformEvent platformEvent) => _events.Remove(platformEvent);

    /// <summary>Drops all events.</summary>
    public void Clear() => _events.Clear();
}
