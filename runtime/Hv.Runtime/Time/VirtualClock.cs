namespace Hv.Runtime.Time;

/// <summary>
/// A clock whose time passes only when it is told to: timers and time stamps of a machine that a test drives (<c>-accel qtest</c>).
/// </summary>
/// <remarks>
/// The time of day (<see cref="GetUtcNow"/>) is that of <paramref name="timeOfDay"/>; without one it is virtual too.
/// </remarks>
/// <param name="start">The time of day at virtual time 0; of no effect when <paramref name="timeOfDay"/> is given.</param>
/// <param name="timeOfDay">Where the time of day comes from, or <see langword="null"/>.</param>
public sealed class VirtualClock(DateTimeOffset start, TimeProvider? timeOfDay = null) : TimeProvider
{
    private const long NanosecondsPerSecond = 1_000_000_000;
    private const long NanosecondsPerTick = 100;

    private readonly Lock _lock = new();
    private readonly List<VirtualTimer> _timers = [];
    private long _now;
    private long _order;

    /// <summary>The virtual time, in nanoseconds.</summary>
    public long Now => Volatile.Read(ref _now);

    /// <summary>When the next timer is due, in nanoseconds of virtual time; <see langword="null"/> when none is set.</summary>
    public long? NextDeadline
    {
        get
        {
            lock (_lock)
                return FindNext()?.Deadline;
        }
    }

    /// <inheritdoc/>
    public override long TimestampFrequency => NanosecondsPerSecond;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc/>
    public override long GetTimestamp() => Now;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        if (timeOfDay is not null)
            return timeOfDay.GetUtcNow();

        var room = DateTimeOffset.MaxValue.UtcTicks - start.UtcTicks;
        return start.AddTicks(Math.Min(Now / NanosecondsPerTick, room));
    }

    /// <summary>
    /// Lets time pass until <paramref name="nanoseconds"/>. Timers that fall due run on the calling thread, in the order of their
    /// deadlines, each at the time it was set for. A time that is past already changes nothing.
    /// </summary>
    public void AdvanceTo(long nanoseconds)
    {
        while (true)
        {
            VirtualTimer? due;
            lock (_lock)
            {
                due = FindNext();
                if (due is null || due.Deadline > nanoseconds)
                {
                    _now = Math.Max(_now, nanoseconds);
                    return;
                }

                _now = Math.Max(_now, due.Deadline);
                due.Rearm(_now, _order++);
            }

            due.Run();
        }
    }

    /// <inheritdoc/>
    /// <remarks>The callback runs on the thread that lets time pass (<see cref="AdvanceTo"/>).</remarks>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new VirtualTimer(this, callback, state);
        lock (_lock)
            _timers.Add(timer);

        timer.Change(dueTime, period);
        return timer;
    }

    private VirtualTimer? FindNext()
    {
        VirtualTimer? next = null;
        foreach (var timer in _timers)
        {
            if (timer.Deadline < (next?.Deadline ?? long.MaxValue) || (timer.Deadline == next?.Deadline && timer.Order < next.Order))
                next = timer;
        }

        return next;
    }

    private sealed class VirtualTimer(VirtualClock clock, TimerCallback callback, object? state) : ITimer
    {
        private long _period;

        /// <summary>When it is due; the largest value when it is not set.</summary>
        public long Deadline { get; private set; } = long.MaxValue;

        /// <summary>Which of two with the same deadline was set first.</summary>
        public long Order { get; private set; }

        public void Run() => callback(state);

        /// <summary>Sets the next deadline of a timer that fell due at <paramref name="now"/>.</summary>
        public void Rearm(long now, long order)
        {
            Deadline = _period > 0 ? Later(now, _period) : long.MaxValue;
            Order = order;
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._lock)
            {
                if (!clock._timers.Contains(this))
                    return false;

                // A period of zero, or none, makes a timer that runs once.
                _period = Nanoseconds(period);
                Deadline = dueTime == Timeout.InfiniteTimeSpan ? long.MaxValue : Later(clock._now, Nanoseconds(dueTime));
                Order = clock._order++;
                return true;
            }
        }

        public void Dispose()
        {
            lock (clock._lock)
                clock._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private static long Nanoseconds(TimeSpan time) =>
            time <= TimeSpan.Zero ? 0 : time.Ticks > long.MaxValue / NanosecondsPerTick ? long.MaxValue : time.Ticks * NanosecondsPerTick;

        /// <summary>One less than "never" at most: a timer that is set stays set.</summary>
        private static long Later(long now, long wait) => wait > long.MaxValue - 1 - now ? long.MaxValue - 1 : now + wait;
    }
}
