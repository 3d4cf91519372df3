using Hv.Runtime.Declarations;
using Hv.Runtime.Machines;
using Hv.Runtime.Objects;

namespace Hv.Pseries.Rtc;

/// <summary>The real-time clock behind get-time-of-day (LoPAR 7.3.2): the machine's clock and an offset that the guest sets.</summary>
[Device("spapr-rtc", Summary = "sPAPR real-time clock")]
public sealed partial class RealTimeClock : Device
{
    /// <inheritdoc/>
    public override bool IsUserCreatable => false;

    /// <summary>How far the guest's clock is ahead of the machine's.</summary>
    public TimeSpan Offset { get; private set; }

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
        Machine.Raise(new MachineEvent.RtcChanged(Offset));
    }

    /// <inheritdoc/>
    protected override void OnRealize()
    {
        if (Machine.Options.RtcBase is { } start)
            Offset = start - Machine.Options.Clock.GetUtcNow();
    }
}
