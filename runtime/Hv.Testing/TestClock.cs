namespace Hv.Testing;

/// <summary>A clock that stands still until the test advances it.</summary>
/// <param name="start">The time it shows first.</param>
public sealed class TestClock(DateTimeOffset start) : TimeProvider
{
    private DateTimeOffset _now = start;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => _now;

    /// <inheritdoc/>
    public override long GetTimestamp() => _now.UtcTicks;

    /// <summary>Lets <paramref name="time"/> pass.</summary>
    public void Advance(TimeSpan time) => _now += time;
}
