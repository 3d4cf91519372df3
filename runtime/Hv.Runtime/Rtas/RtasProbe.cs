using System.Runtime.CompilerServices;
using Hv.Runtime.Tracing;

namespace Hv.Runtime.Rtas;

/// <summary>What is observed of one declared RTAS call on one machine: its counters and its trace event.</summary>
public sealed class RtasProbe(RtasCallInfo call, TraceEvent traceEvent)
{
    /// <summary>The call.</summary>
    public RtasCallInfo Call { get; } = call;

    /// <summary>The event that is written once per call, with named arguments, status and return values.</summary>
    public TraceEvent Event { get; } = traceEvent;

    /// <summary>How often the handler ran.</summary>
    public ulong Calls { get; private set; }

    /// <summary>How often it ended with a negative status, or was refused for its counts.</summary>
    public ulong Errors { get; private set; }

    /// <summary>Counts one run that ended with <paramref name="status"/>. For generated code.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Completed(RtasStatus status)
    {
        Calls++;
        if (status < 0)
            Errors++;
    }

    /// <summary>Refuses a frame with wrong counts; the status is stored only when the guest left room. For generated code.</summary>
    public bool RefuseCounts(in RtasFrame frame, RtasStatus status = RtasStatus.ParameterError)
    {
        Errors++;
        frame.Return(0, unchecked((uint)status));
        if (Event.IsEnabled)
            Event.Write($"nargs={frame.ArgumentCount} nret={frame.ReturnCount} -> {status}");

        return true;
    }
}
