using Hv.Runtime.Calls;
using Hv.Runtime.Hypercalls;

namespace Hv.Benchmarks.Calls;

/// <summary>Hypercalls by reflection: a table by number, then <c>MethodInfo.Invoke</c> with boxed arguments.</summary>
internal sealed class ReflectedHypercalls
{
    private readonly Dictionary<ulong, (ReflectedHandler Handler, HypercallProbe Probe)> _handlers;

    public ReflectedHypercalls(BenchmarkMachine machine)
    {
        var probe = new HypercallProbe(
            new HypercallInfo(0x20, "H_PUT_TCE", 3, 1, "", ""),
            machine.Trace.GetEvent("reflected_put_tce"));
        _handlers = new() { [0x20] = (new ReflectedHandler(new TceCalls(machine), nameof(TceCalls.Put)), probe) };
    }

    /// <summary>Runs the call as a dispatcher does that knows nothing of its handlers but their methods.</summary>
    public HypercallStatus Call(ulong number, Span<ulong> registers)
    {
        if (!_handlers.TryGetValue(number, out var found))
            return HypercallStatus.Function;

        var reader = new Reader(registers);
        return Finish(registers, found.Handler, found.Probe, found.Handler.Bind(ref reader, Reader.Next));
    }

    /// <summary>The same with the arguments boxed by code that knows their types: what is left is Invoke itself.</summary>
    public HypercallStatus CallKnown(ulong number, Span<ulong> registers)
    {
        if (!_handlers.TryGetValue(number, out var found))
            return HypercallStatus.Function;

        object?[] arguments = [new Liobn((uint)registers[0]), registers[1], registers[2], null];
        return Finish(registers, found.Handler, found.Probe, arguments);
    }

    private static HypercallStatus Finish(Span<ulong> registers, ReflectedHandler handler, HypercallProbe probe, object?[] arguments)
    {
        var status = (HypercallStatus)handler.Invoke(arguments);
        if (status >= 0)
        {
            var register = 0;
            for (var index = 0; index < arguments.Length; index++)
            {
                if (handler.IsOutput(index))
                    registers[register++] = (ulong)arguments[index]!;
            }
        }

        probe.Completed(status);
        if (probe.Event.IsEnabled)
            probe.Event.Write($"{string.Join(' ', arguments)} -> {status}");

        return status;
    }

    private ref struct Reader(Span<ulong> registers)
    {
        private readonly Span<ulong> _registers = registers;
        private int _next;

        public static ulong Next(ref Reader reader, bool isWide)
        {
            var value = reader._registers[reader._next++];
            return isWide ? value : (uint)value;
        }
    }
}
