using System.Buffers.Binary;
using Hv.Runtime.Calls;
using Hv.Runtime.Declarations;
using Hv.Runtime.Memory;
using Hv.Runtime.Rtas;

namespace Hv.Benchmarks.Calls;

/// <summary>
/// What someone would write who had no generator: one switch, and bytes taken from guest memory in place. For the call that is
/// measured it does what the generated dispatcher does: bounds, byte order, arity, counters, trace.
/// </summary>
/// <typeparam name="TTracing">Whether the test of the trace event is compiled in.</typeparam>
internal sealed class HandWrittenRtas<TTracing>(BenchmarkMachine machine)
    where TTracing : struct, ITracing
{
    private const uint MaximumWords = 16;
    private const int OneToTwo = (1 << 8) | 2;

    private static readonly (uint Token, string Name)[] PlainNames =
    [
        (0x2000, "display-character"), (0x2001, "get-time-of-day"), (0x2002, "set-time-of-day"), (0x2003, "event-scan"),
        (0x2004, "check-exception"), (0x2005, "nvram-fetch"), (0x2006, "nvram-store"), (0x2009, "read-pci-config"),
        (0x200A, "write-pci-config"), (0x200C, "get-power-level"), (0x200D, "set-power-level"),
        (0x2011, "ibm,get-system-parameter"), (0x2012, "ibm,set-system-parameter"), (0x2014, "query-cpu-stopped-state"),
        (0x2015, "start-cpu"), (0x201A, "set-indicator"), (0x201B, "get-sensor-state"),
    ];

    private readonly WindowCalls _windows = new(machine);
    private readonly PlainCalls _plain = new(machine);
    private readonly RtasProbe[] _plainProbes = [.. PlainNames.Select(call => Probe(machine, call.Token, call.Name, 1, 2))];
    private readonly RtasProbe _query = Probe(machine, 0x2026, "ibm,query-pe-dma-window", 3, 5);
    private readonly RtasProbe _queryWide = Probe(machine, 0x2026, "ibm,query-pe-dma-window", 3, 6);
    private readonly RtasProbe _remove = Probe(machine, 0x2028, "ibm,remove-pe-dma-window", 1, 1);

    /// <summary>Runs the call whose frame lies at <paramref name="address"/>.</summary>
    /// <returns><see langword="false"/> when there is no such call, or no such frame.</returns>
    public bool Call(GuestMemory memory, GuestPhysicalAddress address)
    {
        var start = address.RealMode;
        if (!memory.TryGetSpan(start, 12, forWrite: false, out var header))
            return false;

        var token = BinaryPrimitives.ReadUInt32BigEndian(header);
        var argumentCount = BinaryPrimitives.ReadUInt32BigEndian(header[4..]);
        var returnCount = BinaryPrimitives.ReadUInt32BigEndian(header[8..]);
        if (argumentCount > MaximumWords || returnCount > MaximumWords
            || !memory.TryGetSpan(start + 12, (int)(argumentCount + returnCount) * 4, forWrite: true, out var words))
        {
            return false;
        }

        var counts = (int)((argumentCount << 8) | returnCount);
        uint result;
        switch (token)
        {
            case 0x2000: // display-character
                if (counts != OneToTwo)
                    return Refuse(words, counts, _plainProbes[0]);

                return Store(words, _plain.DisplayCharacter(BinaryPrimitives.ReadUInt32BigEndian(words), out result), result, _plainProbes[0]);

            case 0x2001: // get-time-of-day
                if (counts != OneToTwo)
                    return Refuse(words, counts, _plainProbes[1]);

                return Store(words, _plain.GetTimeOfDay(BinaryPrimitives.ReadUInt32BigEndian(words), out result), result, _plainProbes[1]);

            case 0x2002: // set-time-of-day
                if (counts != OneToTwo)
                    return Refuse(words, counts, _plainProbes[2]);

                return Store(words, _plain.SetTimeOfDay(BinaryPrimitives.ReadUInt32BigEndian(words), out result), result, _plainProbes[2]);

            case 0x2003: // event-scan
                if (counts != OneToTwo)
                    return Refuse(words, counts, _plainProbes[3]);

                return Store(words, _plain.EventScan(BinaryPrimitives.ReadUInt32BigEndian(words), out result), result, _plainProbes[3]);

            case 0x2004: // check-exception
                if (counts != OneToTwo)
                    return Refuse(words, counts, _plainProbes[4]);

                return Store(words, _plain.CheckException(BinaryPrimitives.ReadUInt32BigEndian(words), out result), result, _plainProbes[4]);

            case 0x2005: // nvram-fetch
                if (counts != OneToTwo)
                    return Refuse(words, counts, _plainProbes[5]);

                return Store(words, _plain.NvramFetch(BinaryPrimitives.ReadUInt32BigEndian(words), out result), result, _plainProbes[5]);

            case 0x2006: // nvram-store
                if (counts != OneToTwo)
                    return Refuse(words, counts, _plainProbes[6]);

                return Store(words, _plain.NvramStore(BinaryPrimitives.ReadUInt32BigEndian(words), out result), result, _plainProbes[6]);

            case 0x2009: // read-pci-config
                if (counts != OneToTwo)
                    return Refuse(words, counts, _plainProbes[7]);

                return Store(words, _plain.ReadPciConfig(BinaryPrimitives.ReadUInt32BigEndian(words), out result), result, _plainProbes[7]);

            case 0x200A: // write-pci-config
                if (counts != OneToTwo)
                    return Refuse(words, counts, _plainProbes[8]);

                return Store(words, _plain.WritePciConfig(BinaryPrimitives.ReadUInt32BigEndian(words), out result), result, _plainProbes[8]);

            case 0x200C: // get-power-level
                if (counts != OneToTwo)
                    return Refuse(words, counts, _plainProbes[9]);

                return Store(words, _plain.GetPowerLevel(BinaryPrimitives.ReadUInt32BigEndian(words), out result), result, _plainProbes[9]);

            case 0x200D: // set-power-level
                if (counts != OneToTwo)
                    return Refuse(words, counts, _plainProbes[10]);

                return Store(words, _plain.SetPowerLevel(BinaryPrimitives.ReadUInt32BigEndian(words), out result), result, _plainProbes[10]);

            case 0x2011: // ibm,get-system-parameter
                if (counts != OneToTwo)
                    return Refuse(words, counts, _plainProbes[11]);

                return Store(words, _plain.IbmGetSystemParameter(BinaryPrimitives.ReadUInt32BigEndian(words), out result), result, _plainProbes[11]);

            case 0x2012: // ibm,set-system-parameter
                if (counts != OneToTwo)
                    return Refuse(words, counts, _plainProbes[12]);

                return Store(words, _plain.IbmSetSystemParameter(BinaryPrimitives.ReadUInt32BigEndian(words), out result), result, _plainProbes[12]);

            case 0x2014: // query-cpu-stopped-state
                if (counts != OneToTwo)
                    return Refuse(words, counts, _plainProbes[13]);

                return Store(words, _plain.QueryCpuStoppedState(BinaryPrimitives.ReadUInt32BigEndian(words), out result), result, _plainProbes[13]);

            case 0x2015: // start-cpu
                if (counts != OneToTwo)
                    return Refuse(words, counts, _plainProbes[14]);

                return Store(words, _plain.StartCpu(BinaryPrimitives.ReadUInt32BigEndian(words), out result), result, _plainProbes[14]);

            case 0x201A: // set-indicator
                if (counts != OneToTwo)
                    return Refuse(words, counts, _plainProbes[15]);

                return Store(words, _plain.SetIndicator(BinaryPrimitives.ReadUInt32BigEndian(words), out result), result, _plainProbes[15]);

            case 0x201B: // get-sensor-state
                if (counts != OneToTwo)
                    return Refuse(words, counts, _plainProbes[16]);

                return Store(words, _plain.GetSensorState(BinaryPrimitives.ReadUInt32BigEndian(words), out result), result, _plainProbes[16]);

            case 0x2026: // ibm,query-pe-dma-window
                return counts switch
                {
                    (3 << 8) | 5 => Query(words),
                    (3 << 8) | 6 => QueryWide(words),
                    _ => Refuse(words, counts, _query),
                };

            case 0x2028: // ibm,remove-pe-dma-window
                return counts == ((1 << 8) | 1) ? Remove(words) : Refuse(words, counts, _remove);

            default:
                return false;
        }
    }

    private static RtasProbe Probe(BenchmarkMachine machine, uint token, string name, int arguments, int returns) => new(
        new RtasCallInfo(token, name, arguments, returns, RtasCounts.Exact, "", ""),
        machine.Trace.GetEvent("hand_written_" + name));

    private bool Query(Span<byte> words)
    {
        var device = new PciConfigAddress(BinaryPrimitives.ReadUInt32BigEndian(words));
        var phb = new Buid(BinaryPrimitives.ReadUInt64BigEndian(words[4..]));
        var status = _windows.Query(device, phb, out var windows, out var largest, out var pageSizes, out var migration);
        BinaryPrimitives.WriteInt32BigEndian(words[12..], (int)status);
        if (status >= 0)
        {
            BinaryPrimitives.WriteUInt32BigEndian(words[16..], windows);
            BinaryPrimitives.WriteUInt32BigEndian(words[20..], largest);
            BinaryPrimitives.WriteUInt32BigEndian(words[24..], pageSizes);
            BinaryPrimitives.WriteUInt32BigEndian(words[28..], migration);
        }

        _query.Completed(status);
        if (TTracing.IsCompiledIn && _query.Event.IsEnabled)
            TraceQuery(device, phb, status, windows, largest, pageSizes, migration);

        return true;
    }

    private void TraceQuery(
        PciConfigAddress device, Buid phb, RtasStatus status, uint windows, uint largest, uint pageSizes, uint migration) =>
        _query.Event.Write(
            $"device={device} phb={phb} -> {status} windows=0x{windows:x} largest=0x{largest:x} sizes=0x{pageSizes:x} " +
            $"migration=0x{migration:x}");

    private bool QueryWide(Span<byte> words)
    {
        var device = new PciConfigAddress(BinaryPrimitives.ReadUInt32BigEndian(words));
        var phb = new Buid(BinaryPrimitives.ReadUInt64BigEndian(words[4..]));
        var status = _windows.QueryWide(device, phb, out var windows, out var largest, out var pageSizes, out var migration);
        BinaryPrimitives.WriteInt32BigEndian(words[12..], (int)status);
        if (status >= 0)
        {
            BinaryPrimitives.WriteUInt32BigEndian(words[16..], windows);
            BinaryPrimitives.WriteUInt64BigEndian(words[20..], largest);
            BinaryPrimitives.WriteUInt32BigEndian(words[28..], pageSizes);
            BinaryPrimitives.WriteUInt32BigEndian(words[32..], migration);
        }

        return Completed(_queryWide, status);
    }

    private bool Remove(Span<byte> words)
    {
        var status = _windows.Remove(new Liobn(BinaryPrimitives.ReadUInt32BigEndian(words)));
        BinaryPrimitives.WriteInt32BigEndian(words[4..], (int)status);
        return Completed(_remove, status);
    }

    private static bool Store(Span<byte> words, RtasStatus status, uint result, RtasProbe probe)
    {
        BinaryPrimitives.WriteInt32BigEndian(words[4..], (int)status);
        if (status >= 0)
            BinaryPrimitives.WriteUInt32BigEndian(words[8..], result);

        return Completed(probe, status);
    }

    private static bool Completed(RtasProbe probe, RtasStatus status)
    {
        probe.Completed(status);
        if (TTracing.IsCompiledIn && probe.Event.IsEnabled)
            probe.Event.Write($"-> {status}");

        return true;
    }

    private static bool Refuse(Span<byte> words, int counts, RtasProbe probe)
    {
        // A refused call counts as an error; its status is stored only when the guest left room for it.
        probe.Completed(RtasStatus.ParameterError);
        if ((counts & 0xFF) != 0)
            BinaryPrimitives.WriteInt32BigEndian(words[((counts >> 8) * 4)..], (int)RtasStatus.ParameterError);

        return true;
    }
}
