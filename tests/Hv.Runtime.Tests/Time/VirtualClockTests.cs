using Hv.Runtime.Time;

namespace Hv.Runtime.Tests.Time;

/// <summary>Time that passes when it is told to.</summary>
public sealed class VirtualClockTests
{
    [Test]
    public void Time_stands_still()
    {
        var clock = new VirtualClock(DateTimeOffset.UnixEpoch);

        Assert.That(clock.GetTimestamp(), Is.Zero);
        Assert.That(clock.GetUtcNow(), Is.EqualTo(DateTimeOffset.UnixEpoch));
        clock.AdvanceTo(1_500_000_000);
        Assert.That(clock.GetElapsedTime(0), Is.EqualTo(TimeSpan.FromSeconds(1.5)));
        Assert.That(clock.GetUtcNow(), Is.EqualTo(DateTimeOffset.UnixEpoch.AddSeconds(1.5)));
    }

    [Test]
    public void The_time_of_day_can_be_that_of_another_clock()
    {
        var clock = new VirtualClock(DateTimeOffset.UnixEpoch, new VirtualClock(DateTimeOffset.UnixEpoch.AddYears(30)));
        clock.AdvanceTo(1_000_000_000);

        Assert.That(clock.GetUtcNow(), Is.EqualTo(DateTimeOffset.UnixEpoch.AddYears(30)));
    }

    [Test]
    public void Timers_run_in_the_order_of_their_deadlines_each_at_its_time()
    {
        var clock = new VirtualClock(DateTimeOffset.UnixEpoch);
        var runs = new List<(string Name, long Time)>();
        using var late = Timer(clock, "late", 300, runs);
        using var early = Timer(clock, "early", 100, runs);
        using var first = Timer(clock, "first of two", 200, runs);
        using var second = Timer(clock, "second of two", 200, runs);
        using var gone = Timer(clock, "gone", 150, runs);
        gone.Dispose();

        Assert.That(clock.NextDeadline, Is.EqualTo(100_000));
        clock.AdvanceTo(250_000);
        Assert.That(runs, Is.EqualTo(new[] { ("early", 100_000L), ("first of two", 200_000L), ("second of two", 200_000L) }));
        Assert.That(clock.Now, Is.EqualTo(250_000));
        clock.AdvanceTo(long.MaxValue);
        Assert.That(runs[^1], Is.EqualTo(("late", 300_000L)));
        Assert.That(clock.NextDeadline, Is.Null);
    }

    [Test]
    public void A_timer_may_set_itself_again()
    {
        var clock = new VirtualClock(DateTimeOffset.UnixEpoch);
        var runs = 0;
        ITimer? timer = null;
        timer = clock.CreateTimer(
            _ =>
            {
                if (++runs < 3)
                    timer!.Change(TimeSpan.FromMicroseconds(10), Timeout.InfiniteTimeSpan);
            },
            null, TimeSpan.FromMicroseconds(10), Timeout.InfiniteTimeSpan);

        clock.AdvanceTo(1_000_000);

        Assert.That(runs, Is.EqualTo(3));
        timer.Dispose();
        Assert.That(timer.Change(TimeSpan.Zero, TimeSpan.Zero), Is.False);
    }

    [Test]
    public void Time_does_not_go_back()
    {
        var clock = new VirtualClock(DateTimeOffset.UnixEpoch);
        clock.AdvanceTo(100);
        clock.AdvanceTo(50);

        Assert.That(clock.Now, Is.EqualTo(100));
    }

    private static ITimer Timer(VirtualClock clock, string name, int microseconds, List<(string Name, long Time)> runs) =>
        clock.CreateTimer(_ => runs.Add((name, clock.Now)), null, TimeSpan.FromMicroseconds(microseconds), Timeout.InfiniteTimeSpan);
}
