using System.Diagnostics;
using System.IO.Pipes;
using Hv.Benchmarks.Reporting;
using Hv.Pseries.Dma;
using Hv.Pseries.Versions;
using Hv.Runtime.Calls;
using Hv.Runtime.Machines;
using Hv.Runtime.Memory;
using Hv.Runtime.Migration;
using Hv.Runtime.Migration.Streams;

namespace Hv.Benchmarks.Migration;

/// <summary>Machines in streams: how fast RAM goes, and what a field costs.</summary>
internal static class MigrationBenchmark
{
    private const int Rounds = 9;
    private const ulong RandomRam = 256UL << 20;
    private const ulong ZeroRam = 512UL << 20;
    private const int Piece = 1 << 17;
    private const int FieldRounds = 100_000;
    private const int FieldsOfClock = 3;

    /// <summary>Runs all of it.</summary>
    public static IEnumerable<ResultRow> Run()
    {
        foreach (var row in RandomPages())
            yield return row;

        foreach (var row in ZeroPages())
            yield return row;

        foreach (var row in Entries())
            yield return row;

        foreach (var row in Fields())
            yield return row;
    }

    private static IEnumerable<ResultRow> RandomPages()
    {
        using var machine = Create(RandomRam);
        Fill(machine.Memory.Blocks[0].Block);
        using var target = Create(RandomRam);
        var rates = new List<(double Copy, double Save, double Load)>();
        var stream = new MemoryStream();
        MigrationStream.Save(machine, stream);

        // In the first round the runtime still optimizes what it runs.
        for (var round = 0; round <= Rounds; round++)
        {
            var copy = Rate(RandomRam, () => ThroughPipe(pipe => Copy(machine, pipe)));
            var save = Rate(RandomRam, () => ThroughPipe(pipe => MigrationStream.Save(machine, pipe)));
            stream.Position = 0;
            var load = Rate(RandomRam, () => MigrationStream.Load(target, stream));
            if (round > 0)
                rates.Add((copy, save, load));
        }

        yield return ResultRow.Of("migration: RAM of random pages copied to a pipe", Median.Of(rates.Select(rate => rate.Copy)), "GB/s");
        yield return ResultRow.Of("migration: RAM of random pages saved to the pipe", Median.Of(rates.Select(rate => rate.Save)), "GB/s");
        yield return ResultRow.AtLeast("migration: saved ÷ copied", Median.Of(rates.Select(rate => rate.Save / rate.Copy)), 0.5, "×");
        yield return ResultRow.Of("migration: RAM of random pages loaded", Median.Of(rates.Select(rate => rate.Load)), "GB/s");
    }

    private static IEnumerable<ResultRow> ZeroPages()
    {
        using var source = Create(ZeroRam);
        using var target = Create(ZeroRam);
        var stream = new MemoryStream();
        MigrationStream.Save(source, stream);
        var (save, load, _) = SaveAndLoad(hasMemory: false);
        yield return ResultRow.AtLeast("migration: zero pages that were never touched, saved", save, 8, "GB/s");
        yield return ResultRow.AtLeast("migration: zero pages that were never touched, loaded", load, 8, "GB/s");

        // Now the host has memory for them, all of which must be looked at: memory gives no more than so much.
        var zeros = new byte[ZeroRam];
        source.Memory.Blocks[0].Block.Write(0, zeros);
        target.Memory.Blocks[0].Block.Write(0, zeros);
        (save, load, var relative) = SaveAndLoad(hasMemory: true);
        yield return ResultRow.Of("migration: zero pages, saved ÷ only read", relative, "×");
        yield return ResultRow.AtLeast("migration: zero pages that were written before, saved", save, 8, "GB/s");
        yield return ResultRow.AtLeast("migration: zero pages that were written before, loaded", load, 8, "GB/s");

        static void Read(Machine machine)
        {
            machine.Memory.TryGetSpan(default, (int)ZeroRam, forWrite: false, out var bytes);
            if (bytes.ContainsAnyExcept((byte)0))
                throw new InvalidOperationException("They are not zero.");
        }

        (double Save, double Load, double Relative) SaveAndLoad(bool hasMemory)
        {
            var rates = new List<(double Save, double Load, double Read)>();
            for (var round = 0; round <= Rounds; round++)
            {
                var saved = Rate(ZeroRam, () => MigrationStream.Save(source, Stream.Null));
                stream.Position = 0;
                var loaded = Rate(ZeroRam, () => MigrationStream.Load(target, stream));
                var read = hasMemory ? Rate(ZeroRam, () => Read(source)) : 0;
                if (round > 0)
                    rates.Add((saved, loaded, read));
            }

            return (
                Median.Of(rates.Select(rate => rate.Save)),
                Median.Of(rates.Select(rate => rate.Load)),
                Median.Of(rates.Select(rate => rate.Save / rate.Read)));
        }
    }

    /// <summary>A table of 16 Mi entries: all of them mapped, each elsewhere; and one in a thousand, here and there.</summary>
    private static IEnumerable<ResultRow> Entries()
    {
        const ulong count = 16UL << 20;
        const ulong bytes = count * sizeof(ulong);
        foreach (var (what, step) in new[] { ("all mapped", 1UL), ("one in a thousand mapped", 1009UL) })
        {
            var (source, target) = (new TceTable(new Liobn(1)), new TceTable(new Liobn(1)));
            source.Enable(0, 16, count, isDefault: false);
            for (var page = 0UL; page < count; page += step)
                source.Put(page << 16, (page * 0x9E37_79B9_0000) | 3);

            var stream = new MemoryStream((int)bytes + 4096);
            var rates = new List<(double Save, double Load)>();
            for (var round = 0; round <= Rounds; round++)
            {
                stream.Position = 0;
                var save = Rate(bytes, () =>
                {
                    var writer = new StateWriter(stream);
                    source.SaveState(writer);
                    writer.Flush();
                });
                stream.Position = 0;
                var load = Rate(bytes, () => target.LoadState(new StateReader(stream), TceTable.VmState.Version));
                if (round > 0)
                    rates.Add((save, load));
            }

            yield return ResultRow.AtLeast($"migration: 16 Mi TCEs, {what}, saved", Median.Of(rates.Select(rate => rate.Save)), 1.5, "GB/s");
            yield return ResultRow.AtLeast($"migration: 16 Mi TCEs, {what}, loaded", Median.Of(rates.Select(rate => rate.Load)), 1.5, "GB/s");
        }
    }

    private static IEnumerable<ResultRow> Fields()
    {
        using var machine = Create(1 << 20);
        machine.Clock.Stop();
        var stream = new MemoryStream();
        var writer = new StateWriter(stream);
        for (var round = 0; round < FieldRounds; round++)
            machine.Clock.SaveState(writer);

        writer.Flush();
        writer = new StateWriter(Stream.Null);
        stream.Position = 0;
        var reader = new StateReader(stream);
        machine.Clock.SaveState(writer);
        machine.Clock.LoadState(reader, 2);
        var (before, start) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.GetTimestamp());
        for (var round = 1; round < FieldRounds; round++)
            machine.Clock.SaveState(writer);

        var (between, middle) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.GetTimestamp());
        for (var round = 1; round < FieldRounds; round++)
            machine.Clock.LoadState(reader, 2);

        var (after, end) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.GetTimestamp());
        const double fields = (FieldRounds - 1.0) * FieldsOfClock;
        yield return ResultRow.Of("migration: a field saved", Stopwatch.GetElapsedTime(start, middle).TotalNanoseconds / fields, "ns");
        yield return ResultRow.Of("migration: a field loaded", Stopwatch.GetElapsedTime(middle, end).TotalNanoseconds / fields, "ns");
        yield return ResultRow.AtMost("migration: allocated by a field saved", (between - before) / fields, 0, "B");
        yield return ResultRow.AtMost("migration: allocated by a field loaded", (after - between) / fields, 0, "B");
    }

    private static Machine Create(ulong ramSize)
    {
        var machine = new Pseries_7_2 { Options = new() { RamSize = ramSize } };
        machine.Realize();
        return machine;
    }

    private static void Fill(RamBlock block)
    {
        var bytes = new byte[1 << 20];
        var random = new Random(1);
        for (var offset = 0UL; offset < block.Size; offset += (ulong)bytes.Length)
        {
            random.NextBytes(bytes);
            block.Write(offset, bytes);
        }
    }

    private static void ThroughPipe(Action<Stream> write)
    {
        using var pipe = new AnonymousPipeServerStream(PipeDirection.Out);
        using var other = new AnonymousPipeClientStream(PipeDirection.In, pipe.ClientSafePipeHandle);
        var drain = new Thread(() =>
        {
            var bytes = new byte[Piece];
            while (other.Read(bytes) > 0)
            {
            }
        });
        drain.Start();
        write(pipe);
        pipe.Dispose();
        drain.Join();
    }

    private static void Copy(Machine machine, Stream stream)
    {
        for (var offset = 0UL; offset < machine.Memory.Size && machine.Memory.TryGetSpan(new(offset), Piece, forWrite: false, out var bytes); offset += Piece)
            stream.Write(bytes);
    }

    private static double Rate(ulong bytes, Action work)
    {
        var start = Stopwatch.GetTimestamp();
        work();
        return bytes / Stopwatch.GetElapsedTime(start).TotalSeconds / 1e9;
    }
}
