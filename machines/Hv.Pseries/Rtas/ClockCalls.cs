using Hv.Pseries.Rtc;
using Hv.Runtime.Declarations;
using Hv.Runtime.Rtas;

namespace Hv.Pseries.Rtas;

/// <summary>The time of day (LoPAR 7.3.2), in UTC.</summary>
[RtasCalls]
internal sealed partial class ClockCalls(PseriesMachine machine)
{
    private const int FirstYear = 1970;

    private RealTimeClock Clock => machine.RealTimeClock;

    /// <summary>Reads the real-time clock.</summary>
    [RtasCall(0x2001, "get-time-of-day")]
    private RtasStatus Get(out uint year, out uint month, out uint day, out uint hour, out uint minute, out uint second, out uint nanoseconds)
    {
        var now = Clock.Now;
        year = (uint)now.Year;
        month = (uint)now.Month;
        day = (uint)now.Day;
        hour = (uint)now.Hour;
        minute = (uint)now.Minute;
        second = (uint)now.Second;
        nanoseconds = (uint)(now.Ticks % TimeSpan.TicksPerSecond * TimeSpan.NanosecondsPerTick);
        return RtasStatus.Success;
    }

    /// <summary>Sets the real-time clock to the start of a second. A date that does not exist is a parameter error.</summary>
    [RtasCall(0x2002, "set-time-of-day")]
    private RtasStatus Set(uint year, uint month, uint day, uint hour, uint minute, uint second, uint nanoseconds)
    {
        var isDate = year is >= FirstYear and <= 9999 && month is >= 1 and <= 12
            && day >= 1 && day <= DateTime.DaysInMonth((int)year, (int)month);
        if (!isDate || hour > 23 || minute > 59 || second > 59)
            return RtasStatus.ParameterError;

        Clock.Set(new DateTime((int)year, (int)month, (int)day, (int)hour, (int)minute, (int)second, DateTimeKind.Utc));
        return RtasStatus.Success;
    }
}
