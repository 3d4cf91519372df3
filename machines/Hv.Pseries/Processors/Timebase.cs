using Hv.Runtime.Declarations;
using Hv.Runtime.Time;

namespace Hv.Pseries.Processors;

/// <summary>
/// The time base of the guest: 512,000,000 ticks a second of the machine's time (Power ISA book II, "Time Base"; the frequency is
/// timebase-frequency of the processors' nodes).
/// </summary>
[VmState("timebase")]
public sealed partial class Timebase
{
    /// <summary>Ticks a second.</summary>
    public const long Frequency = 512_000_000;

    private const long NanosecondsPerSecond = 1_000_000_000;

    [HostOnly("part of the machine")]
    private readonly MachineClock _clock;

    private readonly TimeProvider _host;

    /// <summary>The ticks when the machine's time was 0.</summary>
    [Derived(nameof(StreamedTicks))]
    private ulong _start;

    /// <summary>When the time of day was taken, in the machine's time: while that stands still, nothing new is to be said.</summary>
    [HostOnly("when the time of day was taken")]
    private long _takenAt = -1;

    internal Timebase(MachineClock clock, TimeProvider host) => (_clock, _host) = (clock, host);

    /// <summary>The ticks now.</summary>
    public ulong Ticks => unchecked(_start + ElapsedTicks);

    private ulong ElapsedTicks => (ulong)((Int128)_clock.Now * Frequency / NanosecondsPerSecond);

    [Migrated(Name = "guest_timebase")]
    private ulong StreamedTicks
    {
        get => Ticks;
        set => _start = unchecked(value - ElapsedTicks);
    }

    /// <summary>The time of day when the machine was stopped, in nanoseconds since 1970.</summary>
    [Migrated(Name = "time_of_the_day_ns")]
    private long _timeOfDay;

    [BeforeSave]
    private void TakeTimeOfDay()
    {
        if (!_clock.IsRunning && _takenAt == _clock.Now)
            return;

        _takenAt = _clock.Now;
        _timeOfDay = (_host.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
    }

    [AfterLoad]
    private void KeepTimeOfDay() => _takenAt = _clock.Now;
}
