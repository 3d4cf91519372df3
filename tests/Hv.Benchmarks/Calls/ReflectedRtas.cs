using Hv.Runtime.Calls;
using Hv.Runtime.Declarations;
using Hv.Runtime.Memory;
using Hv.Runtime.Rtas;

namespace Hv.Benchmarks.Calls;

/// <summary>RTAS calls by reflection: a table by token and counts, then <c>MethodInfo.Invoke</c> with boxed arguments.</summary>
internal sealed class ReflectedRtas
{
    private readonly Dictionary<(uint Token, int Counts), (ReflectedHandler Handler, RtasProbe Probe)> _handlers;

    public ReflectedRtas(BenchmarkMachine machine)
    {
        var windows = new WindowCalls(machine);
        var probe = new RtasProbe(
            new RtasCallInfo(0x2026, "ibm,query-pe-dma-window", 3, 5, RtasCounts.Exact, "", ""),
            machine.Trace.GetEvent("reflected_query"));
        _handlers = new() { [(0x2026, (3 << 8) | 5)] = (new ReflectedHandler(windows, nameof(WindowCalls.Query)), probe) };
    }

    /// <summary>Runs the call as a dispatcher does that knows nothing of its handlers but their methods.</summary>
    public bool Call(GuestMemory memory, GuestPhysicalAddress address)
    {
        if (!RtasFrame.TryOpen(memory, address, out var frame) || !_handlers.TryGetValue((frame.Token, frame.Counts), out var found))
            return false;

        var reader = new Reader(frame);
        Finish(frame, found.Handler, found.Probe, found.Handler.Bind(ref reader, Reader.Next));
        return true;
    }

    /// <summary>The same with the arguments boxed by code that knows their types: what is left is Invoke itself.</summary>
    public bool CallKnown(GuestMemory memory, GuestPhysicalAddress address)
    {
        if (!RtasFrame.TryOpen(memory, address, out var frame) || !_handlers.TryGetValue((frame.Token, frame.Counts), out var found))
            return false;

        object?[] arguments = [new PciConfigAddress(frame.Argument(0)), new Buid(frame.Argument64(1)), null, null, null, null];
        Finish(frame, found.Handler, found.Probe, arguments);
        return true;
    }

    private static void Finish(in RtasFrame frame, ReflectedHandler handler, RtasProbe probe, object?[] arguments)
    {
        var status = (RtasStatus)handler.Invoke(arguments);
        frame.Return(0, unchecked((uint)status));
        if (status >= 0)
        {
            var word = 1;
            for (var index = 0; index < arguments.Length; index++)
            {
                if (handler.IsOutput(index))
                    frame.Return(word++, (uint)arguments[index]!);
            }
        }

        probe.Completed(status);
        if (probe.Event.IsEnabled)
            probe.Event.Write($"{string.Join(' ', arguments)} -> {status}");
    }

    private ref struct Reader(RtasFrame frame)
    {
        private readonly RtasFrame _frame = frame;
        private int _word;

        public static ulong Next(ref Reader reader, bool isWide)
        {
            var word = reader._word;
            reader._word += isWide ? 2 : 1;
            return isWide ? reader._frame.Argument64(word) : reader._frame.Argument(word);
        }
    }
}
