namespace Hv.Runtime.Time;

/// <summary>
/// A timer of a device, in the time of its machine (<see cref="MachineClock"/>): it falls due once after it was started, not while the
/// machine is stopped, and migrates as the time it is set for.
/// </summary>
/// <remarks>All of it is used under the machine's lock.</remarks>
public sealed class MachineTimer : IDisposable
{
    /// <summary>The <see cref="Expiry"/> of a timer that is not set.</summary>
    public const long NotSet = -1;

    private const long NanosecondsPerTick = TimeSpan.NanosecondsPerTick;

    private readonly MachineClock _clock;
    private readonly Action _due;
    private readonly ITimer _timer;

    internal MachineTimer(MachineClock clock, Action due)
    {
        _clock = clock;
        _due = due;
        _timer = clock.CreateHostTimer(this, _ => OnHostTimer());
    }

    /// <summary>When it falls due, in nanoseconds of the machine's time; <see cref="NotSet"/> when it is not set.</summary>
    public long Expiry { get; private set; } = NotSet;

    /// <summary>Sets it, anew when it is set already.</summary>
    /// <param name="delay">From now on, not negative.</param>
    public void Start(TimeSpan delay)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        SetExpiry(_clock.Now + (delay.Ticks * NanosecondsPerTick));
    }

    /// <summary>Unsets it; nothing happens when it is not set.</summary>
    public void Stop() => SetExpiry(NotSet);

    /// <summary>Sets it for a point in time, as a stream says it.</summary>
    /// <param name="expiry">Nanoseconds of the machine's time; one that is past falls due at once; negative: not set.</param>
    public void SetExpiry(long expiry)
    {
        Expiry = expiry < 0 ? NotSet : expiry;
        Arm();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Expiry = NotSet;
        _clock.Remove(this);
        _timer.Dispose();
    }

    /// <summary>Tells the host when to wake it: never while it is not set or the machine does not run.</summary>
    internal void Arm()
    {
        if (Expiry == NotSet || !_clock.IsRunning)
        {
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            return;
        }

        // Not before its time: the host counts in ticks, and waits for no more than 49 days at once.
        var wait = Math.Max(0, Expiry - _clock.Now);
        var ticks = (wait / NanosecondsPerTick) + (wait % NanosecondsPerTick == 0 ? 0 : 1);
        _timer.Change(TimeSpan.FromTicks(Math.Min(ticks, TimeSpan.TicksPerDay)), Timeout.InfiniteTimeSpan);
    }

    internal bool IsDue(long now) => Expiry != NotSet && Expiry <= now;

    internal void Run()
    {
        Expiry = NotSet;
        try
        {
            _due();
        }
        catch (Exception exception)
        {
            _clock.OnFailed(exception);
        }
    }

    private void OnHostTimer()
    {
        lock (_clock.Lock)
        {
            // It may have been set anew, or the machine stopped, between the host's clock and the lock.
            if (_clock.IsRunning)
                _clock.RunDue();

            if (Expiry != NotSet)
                Arm();
        }
    }
}
