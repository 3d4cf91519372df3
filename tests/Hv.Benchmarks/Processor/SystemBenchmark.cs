using System.Globalization;
using Hv.Benchmarks.Reporting;

namespace Hv.Benchmarks.Processor;

/// <summary>The processor with translated addresses and a system under the program, here and in QEMU's TCG.</summary>
internal static class SystemBenchmark
{
    private const int Rounds = 7;
    private const double Instructions = 10e6;
    private const double TcgNanoseconds = 400e6;

    /// <summary>Runs all of it.</summary>
    public static IEnumerable<ResultRow> Run()
    {
        var times = new Dictionary<string, List<double>>();
        var bytes = 0L;
        foreach (var loop in SystemLoop.All)
        {
            using var hv = new HvSystemLoop(loop);
            using var tcg = TcgSystemLoop.IsAvailable ? new TcgSystemLoop(loop) : null;
            var count = (long)(Instructions / hv.PerRound);
            var here = new List<double>();
            var there = new List<double>();
            hv.Run(count);
            for (var round = 0; round < Rounds; round++)
            {
                var (nanoseconds, instructions, allocated) = hv.Run(count);
                here.Add(nanoseconds / instructions);
                bytes = Math.Max(bytes, allocated);
                if (tcg is not null)
                    there.Add(TimeOf(tcg, count, here[0] * hv.PerRound) / hv.PerRound);
            }

            times[loop.Name] = here;
            var time = Median.Of(here);
            var found = string.Create(CultureInfo.InvariantCulture, $"{time:0.00} ns, {1000 / time:0} M/s, {time * hv.PerRound:0.0} ns a round");
            if (tcg is not null)
                found += string.Create(CultureInfo.InvariantCulture, $"; TCG {Median.Of(there):0.00} ns; {time / Median.Of(there):0.00} ×");

            yield return new ResultRow($"processor: {loop.Name}", found, "", null);
        }

        yield return ResultRow.AtMost(
            "processor: load that hits the TLB ÷ register add", Median.Of(times[SystemLoop.Loads]) / Median.Of(times[SystemLoop.Adds]), 2.5, "×");
        yield return ResultRow.AtMost("processor: allocated while a system runs", bytes, 0, "B");
    }

    /// <summary>Nanoseconds of a round: the difference of two runs, so that the start of QEMU does not count.</summary>
    private static double TimeOf(TcgSystemLoop tcg, long count, double roundHere)
    {
        var rounds = Math.Max(count, (long)(TcgNanoseconds / roundHere));
        var little = tcg.Run(1);
        return (tcg.Run(rounds) - little) / (rounds - 1);
    }
}
