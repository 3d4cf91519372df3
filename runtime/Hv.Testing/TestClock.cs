using Hv.Runtime.Time;

namespace Hv.Testing;

/// <summary>A clock that stands still until the test advances it; its timers run on the thread that does.</summary>
/// <param name="start">The time it shows first.</param>
public sealed class TestClock(DateTimeOffset start) : TimeProvider
{
    private const long NanosecondsPerTick = 100;

    private readonly VirtualClock _clock = new(start);

    /// <inheritdoc/>
    public override long TimestampFrequency => _clock.TimestampFrequency;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => _clock.LocalTimeZone;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => _clock.GetUtcNow();

    /// <inheritdoc/>
    public override long GetTimestamp() => _clock.GetTimestamp();

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        _clock.CreateTimer(callback, state, dueTime, period);

    /// <summary>Lets <paramref name="time"/> pass: up to 292 years in all. Timers that fall due run before it returns.</summary>
    /// <exception cref="OverflowException">It is more than the clock can count.</exception>
    public void Advance(TimeSpan time) => _clock.AdvanceTo(checked(_clock.Now + (time.Ticks * NanosecondsPerTick)));
}
