using System.IO.Enumeration;

namespace Hv.Runtime.Tracing;

/// <summary>The trace events of one machine, and where the records of the enabled ones go.</summary>
public sealed class TraceLog
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, TraceEvent> _events = new(StringComparer.Ordinal);
    private readonly List<string> _patterns = [];

    /// <summary>Takes the records of enabled events: event and message. Called on the thread that caused the event.</summary>
    public event Action<TraceEvent, string>? Recorded;

    /// <summary>All events that have been made, by name.</summary>
    public IReadOnlyList<TraceEvent> Events
    {
        get
        {
            lock (_lock)
                return [.. _events.Values];
        }
    }

    /// <summary>The event of this name; made when it does not exist.</summary>
    public TraceEvent GetEvent(string name)
    {
        lock (_lock)
        {
            if (!_events.TryGetValue(name, out var traceEvent))
            {
                traceEvent = new TraceEvent(this, name) { IsEnabled = _patterns.Exists(pattern => Matches(pattern, name)) };
                _events.Add(name, traceEvent);
            }

            return traceEvent;
        }
    }

    /// <summary>
    /// Enables all events whose names match <paramref name="pattern"/>, those made later included. <c>*</c> stands for any
    /// characters, <c>?</c> for one.
    /// </summary>
    /// <returns>How many of the events made so far match.</returns>
    public int Enable(string pattern)
    {
        ArgumentException.ThrowIfNullOrEmpty(pattern);
        lock (_lock)
        {
            _patterns.Add(pattern);
            var count = 0;
            foreach (var traceEvent in _events.Values.Where(traceEvent => Matches(pattern, traceEvent.Name)))
            {
                traceEvent.IsEnabled = true;
                count++;
            }

            return count;
        }
    }

    internal void Write(TraceEvent traceEvent, string message) => Recorded?.Invoke(traceEvent, message);

    private static bool Matches(string pattern, string name) =>
        FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false);
}
