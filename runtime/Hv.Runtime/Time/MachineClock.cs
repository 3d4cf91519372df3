using Hv.Runtime.Declarations;

namespace Hv.Runtime.Time;

/// <summary>
/// The time of a machine: nanoseconds that pass while it runs, and stand still while it is stopped or on its way to another host. The
/// timers of its devices count it.
/// </summary>
/// <remarks>All of it is used under the machine's lock.</remarks>
[VmState("timer", Version = 2)]
public sealed partial class MachineClock
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    [HostOnly("where time comes from on this host")]
    private readonly TimeProvider _host;

    [HostOnly("each timer migrates with its device")]
    private readonly List<MachineTimer> _timers = [];

    [HostOnly("the host's time when the clock was started last")]
    private long _startedAt;

    /// <summary>What ticks of the processors' counters are ahead of the host's; nothing here counts them yet, and they pass through.</summary>
    [Migrated(Name = "cpu_ticks_offset")]
    private long _ticksOffset;

    /// <summary>The time when the clock was started last; the time itself while it stands.</summary>
    [Unused(8)]
    [Migrated(Name = "cpu_clock_offset")]
    private long _offset;

    internal MachineClock(TimeProvider host, Lock machineLock, Action<Exception> onFailed)
    {
        _host = host;
        Lock = machineLock;
        OnFailed = onFailed;
        _startedAt = host.GetTimestamp();
    }

    /// <summary>The time in nanoseconds, from 0 when the machine was made.</summary>
    public long Now => _offset + (IsRunning ? Elapsed(_startedAt, _host.GetTimestamp()) : 0);

    /// <summary>Whether time passes.</summary>
    [HostOnly("whether the machine runs is no state of the clock")]
    public bool IsRunning { get; private set; } = true;

    internal Lock Lock { get; }

    internal Action<Exception> OnFailed { get; }

    /// <summary>Lets time pass; nothing happens when it does.</summary>
    public void Start()
    {
        lock (Lock)
        {
            if (IsRunning)
                return;

            _startedAt = _host.GetTimestamp();
            IsRunning = true;
            foreach (var timer in _timers)
                timer.Arm();
        }
    }

    /// <summary>Stops time; nothing happens when it stands. No timer falls due until <see cref="Start"/>.</summary>
    public void Stop()
    {
        lock (Lock)
        {
            if (!IsRunning)
                return;

            _offset = Now;
            IsRunning = false;
            foreach (var timer in _timers)
                timer.Arm();
        }
    }

    /// <summary>Sets the time, which stands: a machine that could not be loaded has that of before.</summary>
    internal void Set(long now)
    {
        lock (Lock)
            _offset = now;
    }

    internal ITimer CreateHostTimer(MachineTimer timer, TimerCallback due)
    {
        lock (Lock)
            _timers.Add(timer);

        return _host.CreateTimer(due, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    internal void Remove(MachineTimer timer)
    {
        lock (Lock)
            _timers.Remove(timer);
    }

    /// <summary>
    /// Runs the timers that are due, by the time they are set for; those of one moment in the order in which they were made, which is
    /// the same on every host, whichever the host wakes first.
    /// </summary>
    internal void RunDue()
    {
        var now = Now;
        foreach (var timer in _timers.Where(timer => timer.IsDue(now)).OrderBy(timer => timer.Expiry).ToList())
        {
            // One that runs before may have changed it.
            if (timer.IsDue(now))
                timer.Run();
        }
    }

    private long Elapsed(long from, long to) =>
        _host.TimestampFrequency == NanosecondsPerSecond
            ? to - from
            : (long)((Int128)(to - from) * NanosecondsPerSecond / _host.TimestampFrequency);
}
