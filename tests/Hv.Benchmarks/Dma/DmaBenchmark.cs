using System.Buffers.Binary;
using System.Diagnostics;
using Hv.Benchmarks.Reporting;
using Hv.Pseries.Dma;
using Hv.Pseries.Versions;
using Hv.Runtime.Calls;
using Hv.Runtime.Dma;
using Hv.Runtime.Hypercalls;
using Hv.Runtime.Memory;

namespace Hv.Benchmarks.Dma;

/// <summary>DMA windows: what pages, windows and listeners cost, in time and in memory of the host.</summary>
internal static class DmaBenchmark
{
    private const int Repetitions = 2001;
    private const ulong LargeWindow = 1UL << 31;
    private const ulong Bus64 = 1UL << 59;
    private const ulong Frame = 0x10000;
    private const ulong List = 0x20000;

    /// <summary>Runs all of it.</summary>
    public static IEnumerable<ResultRow> Run()
    {
        var rounds = InterleavedRounds.Run<TceBenchmarks>();
        yield return AtMost("H_PUT_TCE", nameof(TceBenchmarks.Put), 25);
        yield return ResultRow.AtMost("DMA: allocated by H_PUT_TCE", rounds.Max(round => round[nameof(TceBenchmarks.Put)].Bytes), 0, "B");
        yield return ResultRow.Of("DMA: H_PUT_TCE, a million pages here and there", Time(nameof(TceBenchmarks.PutScattered)), "ns");
        yield return AtMost("H_PUT_TCE_INDIRECT of 512, an entry", nameof(TceBenchmarks.PutIndirect), 6);
        yield return AtMost("translation", nameof(TceBenchmarks.Translate), 8);
        yield return ResultRow.Of("DMA: translation, a million pages here and there", Time(nameof(TceBenchmarks.TranslateScattered)), "ns");

        using var machine = new Pseries_7_2 { Options = new() { RamSize = 64 << 20 } };
        machine.Realize();
        foreach (var row in Windows(machine))
            yield return row;

        yield return Scattered();
        yield return ReplayAndClear(machine);
        yield return Ranges(machine);

        double Time(string method) => Median.Of(rounds.Select(round => round[method].Nanoseconds));

        ResultRow AtMost(string what, string method, double limit) => ResultRow.AtMost($"DMA: {what}", Time(method), limit, "ns");
    }

    private static IEnumerable<ResultRow> Windows(Pseries_7_2 machine)
    {
        var times = new List<double>();
        var bytes = new List<double>();
        for (var repetition = 0; repetition < Repetitions; repetition++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var start = Stopwatch.GetTimestamp();
            Create(machine);
            CallRtas(machine, 0x2028, [0x8000_0001], 1);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
            bytes.Add(GC.GetAllocatedBytesForCurrentThread() - before);
        }

        yield return ResultRow.AtMost("DMA: create and remove a window of 2^31 pages", Median.Of(times), 20, "µs");
        yield return ResultRow.AtMost("DMA: host memory of it", bytes.Max() / 1024, 64, "KiB");
    }

    private static ResultRow Scattered()
    {
        const int Count = 1_000_000;
        var table = new TceTable(new Liobn(1));
        table.Enable(0, 12, LargeWindow, isDefault: false);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var random = new Random(1);
        var distinct = 0;
        while (distinct < Count)
        {
            var address = (ulong)random.NextInt64((long)LargeWindow) << 12;
            table.Get(address, out var tce);
            distinct += tce == 0 ? 1 : 0;
            table.Put(address, 3);
        }

        var bytes = GC.GetTotalMemory(forceFullCollection: true) - before;
        GC.KeepAlive(table);
        return ResultRow.AtMost("DMA: host memory of an entry, a million here and there", (double)bytes / Count, 20, "B");
    }

    private static ResultRow ReplayAndClear(Pseries_7_2 machine)
    {
        Create(machine);
        var table = machine.HostBridges.Single().DmaWindows[1];
        var random = new Random(1);
        var listener = new CountingListener();
        var times = new List<double>();
        for (var repetition = 0; repetition < Repetitions; repetition++)
        {
            for (var entry = 0; entry < 1000; entry++)
                table.Put(Bus64 + ((ulong)random.NextInt64((long)LargeWindow) << 12), ((ulong)entry << 12) | 3);

            var start = Stopwatch.GetTimestamp();
            table.Replay(listener);
            Call(machine, 0x138, table.Liobn.Value, Bus64, 0, LargeWindow);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
        }

        CallRtas(machine, 0x2028, [0x8000_0001], 1);
        return ResultRow.AtMost("DMA: replay and clear 1,000 pages of 2^31", Median.Of(times), 50, "µs");
    }

    private static ResultRow Ranges(Pseries_7_2 machine)
    {
        Create(machine);
        var table = machine.HostBridges.Single().DmaWindows[1];
        var listener = new CountingListener();
        table.AddListener(listener);
        Span<byte> entry = stackalloc byte[sizeof(ulong)];
        for (var call = 0UL; call < 64; call++)
        {
            for (var index = 0UL; index < 512; index++)
            {
                BinaryPrimitives.WriteUInt64BigEndian(entry, ((call * 512) + index) << 12 | 3);
                machine.Memory.TryWrite(new GuestPhysicalAddress(List + (index * sizeof(ulong))), entry);
            }

            Call(machine, 0x13C, table.Liobn.Value, Bus64 + ((call * 512) << 12), List, 512);
        }

        return ResultRow.AtMost("DMA: ranges told of 32,768 pages put by H_PUT_TCE_INDIRECT", listener.Ranges, 64, "");
    }

    private static void Create(Pseries_7_2 machine) => CallRtas(machine, 0x2027, [0, 0x0800_0000, 0x2000_0000, 12, 43], 4);

    private static void CallRtas(Pseries_7_2 machine, uint token, ReadOnlySpan<uint> arguments, uint returns)
    {
        var address = Frame;
        foreach (var word in (ReadOnlySpan<uint>)[token, (uint)arguments.Length, returns])
            Write(word);

        foreach (var word in arguments)
            Write(word);

        Call(machine, 0xF000, Frame);
        if (!machine.Memory.TryReadUInt32(new GuestPhysicalAddress(address), out var status) || status != 0)
            throw new InvalidOperationException($"RTAS call 0x{token:x} answered {(int)status}.");

        void Write(uint word)
        {
            machine.Memory.TryWriteUInt32(new GuestPhysicalAddress(address), word);
            address += sizeof(uint);
        }
    }

    private static void Call(Pseries_7_2 machine, ulong number, params ReadOnlySpan<ulong> arguments)
    {
        Span<ulong> registers = stackalloc ulong[HypercallFrame.SlotCount];
        arguments.CopyTo(registers);
        if (machine.Hypercall(number, registers, machine.Cpus[0]) is not HypercallStatus.Success and var status)
            throw new InvalidOperationException($"Hypercall 0x{number:x} answered {status}.");
    }

    private sealed class CountingListener : IIommuListener
    {
        public ulong Ranges { get; private set; }

        public bool Mapped(in IommuMapping mapping) => ++Ranges > 0;

        public bool MappedRepeatedly(in IommuMapping page, ulong count) => ++Ranges > 0;

        public bool Unmapped(ulong address, ulong length) => ++Ranges > 0;
    }
}
