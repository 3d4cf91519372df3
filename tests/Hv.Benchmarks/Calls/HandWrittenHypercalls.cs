using Hv.Runtime.Calls;
using Hv.Runtime.Hypercalls;

namespace Hv.Benchmarks.Calls;

/// <summary>
/// The hypercalls as someone would write them who had no generator: one switch on r3, registers read in place, the same checks,
/// counters and traces.
/// </summary>
/// <typeparam name="TTracing">Whether the tests of the trace events are compiled in.</typeparam>
internal sealed class HandWrittenHypercalls<TTracing>(BenchmarkMachine machine)
    where TTracing : struct, ITracing
{
    private readonly TceCalls _calls = new(machine);
    private readonly HypercallProbe _remove = Probe(machine, 0x4, "H_REMOVE", 1, 1);
    private readonly HypercallProbe _enter = Probe(machine, 0x8, "H_ENTER", 2, 1);
    private readonly HypercallProbe _read = Probe(machine, 0xC, "H_READ", 1, 1);
    private readonly HypercallProbe _getTce = Probe(machine, 0x1C, "H_GET_TCE", 2, 1);
    private readonly HypercallProbe _putTce = Probe(machine, 0x20, "H_PUT_TCE", 3, 1);
    private readonly HypercallProbe _getTermChar = Probe(machine, 0x54, "H_GET_TERM_CHAR", 1, 1);
    private readonly HypercallProbe _putTermChar = Probe(machine, 0x58, "H_PUT_TERM_CHAR", 2, 0);

    /// <summary>Runs the hypercall <paramref name="number"/> with r4 to r12.</summary>
    /// <exception cref="ArgumentException">There are not nine registers.</exception>
    public HypercallStatus Call(ulong number, Span<ulong> registers)
    {
        if (registers.Length != HypercallFrame.SlotCount)
            throw new ArgumentException("There are nine registers, r4 to r12.", nameof(registers));

        ulong output;
        switch (number)
        {
            case 0x4:
                return Store(registers, _calls.Remove(registers[0], out output), output, _remove);

            case 0x8:
                return Store(registers, _calls.Enter(registers[0], registers[1], out output), output, _enter);

            case 0xC:
                return Store(registers, _calls.Read(registers[0], out output), output, _read);

            case 0x1C:
                if (registers[0] > uint.MaxValue)
                    return _getTce.RefuseRegister("liobn", registers[0]);

                return Store(registers, _calls.Get(new Liobn((uint)registers[0]), registers[1], out output), output, _getTce);

            case 0x20:
                return PutTce(registers);

            case 0x54:
                return Store(registers, _calls.GetTermChar(registers[0], out output), output, _getTermChar);

            case 0x58:
                return Completed(_putTermChar, _calls.PutTermChar(registers[0], registers[1]));

            default:
                return HypercallStatus.Function;
        }
    }

    private static HypercallProbe Probe(BenchmarkMachine machine, uint number, string name, int inputs, int outputs) => new(
        new HypercallInfo(number, name, inputs, outputs, "", ""),
        machine.Trace.GetEvent("hand_written_" + name));

    private HypercallStatus PutTce(Span<ulong> registers)
    {
        if (registers[0] > uint.MaxValue)
            return _putTce.RefuseRegister("liobn", registers[0]);

        var liobn = new Liobn((uint)registers[0]);
        var ioba = registers[1];
        var tce = registers[2];
        var status = _calls.Put(liobn, ioba, tce, out var previous);
        if (status >= 0)
            registers[0] = previous;

        _putTce.Completed(status);
        if (TTracing.IsCompiledIn && _putTce.Event.IsEnabled)
            TracePutTce(liobn, ioba, tce, status, previous);

        return status;
    }

    private void TracePutTce(Liobn liobn, ulong ioba, ulong tce, HypercallStatus status, ulong previous) =>
        _putTce.Event.Write($"liobn={liobn} ioba=0x{ioba:x} tce=0x{tce:x} -> {status} previous=0x{previous:x}");

    private static HypercallStatus Store(Span<ulong> registers, HypercallStatus status, ulong output, HypercallProbe probe)
    {
        if (status >= 0)
            registers[0] = output;

        return Completed(probe, status);
    }

    private static HypercallStatus Completed(HypercallProbe probe, HypercallStatus status)
    {
        probe.Completed(status);
        if (TTracing.IsCompiledIn && probe.Event.IsEnabled)
            probe.Event.Write($"-> {status}");

        return status;
    }
}
