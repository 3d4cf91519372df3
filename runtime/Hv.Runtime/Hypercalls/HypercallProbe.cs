using System.Runtime.CompilerServices;
using Hv.Runtime.Tracing;

namespace Hv.Runtime.Hypercalls;

/// <summary>What is observed of one declared hypercall on one machine: its counters and its trace event.</summary>
public sealed class HypercallProbe(HypercallInfo call, TraceEvent traceEvent)
{
    /// <summary>The call.</summary>
    public HypercallInfo Call { get; } = call;

    /// <summary>The event that is written once per call, with named arguments, status and outputs.</summary>
    public TraceEvent Event { get; } = traceEvent;

    /// <summary>How often the handler ran.</summary>
    public ulong Calls { get; private set; }

    /// <summary>How often it ended with a negative status, or was refused for a register's upper bits.</summary>
    public ulong Errors { get; private set; }

    /// <summary>Counts one run that ended with <paramref name="status"/>. For generated code.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Completed(HypercallStatus status)
    {
        Calls++;
        if (status < 0)
            Errors++;
    }

    /// <summary>Refuses a register with upper bits set that the parameter does not have: H_PARAMETER. For generated code.</summary>
    public HypercallStatus RefuseRegister(string parameter, ulong value)
    {
        Errors++;
        if (Event.IsEnabled)
            Event.Write($"{parameter}=0x{value:x} has upper bits set -> {nameof(HypercallStatus.Parameter)}");

        return HypercallStatus.Parameter;
    }
}
