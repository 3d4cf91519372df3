using Hv.Runtime.Declarations;
using Hv.Runtime.Machines;
using Hv.Runtime.Objects;

namespace Hv.Pseries.Rtc;

/// <summary>The real-time clock behind get-time-of-day (LoPAR 7.3.2): the machine's clock and an offset that the guest sets.</summary>
[Device("spapr-rtc", Summary = "sPAPR real-time clock")]
[VmState("spapr/rtc")]
public sealed partial class RealTimeClock : Device
{
    /// <inheritdoc/>
    public override bool IsUserCreatable => false;

    /// <summary>How far the guest's clock is ahead of the machine's.</summary>
    [Derived(nameof(OffsetNanoseconds))]
    public TimeSpan Offset { get; private set; }

    /// <summary>The offset on the wire; 292 years are the most that fit.</summary>
    [Migrated(Name = "ns_offset")]
    private long OffsetNanoseconds
    {
        get => (long)Int128.Clamp((Int128)Offset.Ticks * TimeSpan.NanosecondsPerTick + _offsetRest, long.MinValue, long.MaxValue);
        set
        {
            Offset = TimeSpan.FromTicks(value / TimeSpan.NanosecondsPerTick);
            _offsetRest = value % TimeSpan.NanosecondsPerTick;
        }
    }

    /// <summary>What of the offset is less than a tick of <see cref="Offset"/>, in nanoseconds.</summary>
    [Derived(nameof(OffsetNanoseconds))]
    private long _offsetRest;

    /// <summary>The date and time that the guest reads, in UTC; it stops at the ends of what a date can be.</summary>
    public DateTime Now
    {
        get
        {
            var host = Machine.Options.Clock.GetUtcNow().UtcTicks;
            var ticks = Math.Clamp(host + Offset.Ticks, DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks);
            return new DateTime(ticks, DateTimeKind.Utc);
        }
    }

    /// <summary>Sets the clock as the guest does; whoever runs the machine is told.</summary>
    public void Set(DateTime time)
    {
        Offset = time - Machine.Options.Clock.GetUtcNow().UtcDateTime;
        _offsetRest = 0;
        Machine.Raise(new MachineEvent.RtcChanged(Offset));
    }

    /// <summary>Sets the offset as streams of old versions say it, in seconds.</summary>
    internal void SetOffset(long seconds) => OffsetNanoseconds = checked(seconds * TimeSpan.TicksPerSecond * TimeSpan.NanosecondsPerTick);

    /// <inheritdoc/>
    protected override void OnRealize()
    {
        if (Machine.Options.RtcBase is { } start)
            Offset = start - Machine.Options.Clock.GetUtcNow();
    }
}
