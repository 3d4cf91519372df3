using System.Globalization;
using Hv.Benchmarks.Reporting;

namespace Hv.Benchmarks.Processor;

/// <summary>The interpreter: how many instructions of a guest it executes in a second, and how many QEMU's TCG, which compiles them.</summary>
internal static class ProcessorBenchmark
{
    private const int Rounds = 5;
    private const double Instructions = 20e6;

    /// <summary>So many that the start of QEMU, which is taken off, is a small part.</summary>
    private const double TcgInstructions = 400e6;

    /// <summary>No more of them than take so long here: loops of floating point are not faster there.</summary>
    private const double TcgNanoseconds = 600e6;

    private const int FewTimes = 1000;

    /// <summary>Runs all of it.</summary>
    public static IEnumerable<ResultRow> Run()
    {
        var contestants = GuestLoop.All.Select(loop => new Contestant(loop)).ToList();
        try
        {
            // The start of QEMU is cheaper the second time.
            foreach (var contestant in contestants)
                contestant.RunRound();

            var rounds = Enumerable.Range(0, Rounds)
                .Select(_ => contestants.ToDictionary(contestant => contestant.Name, contestant => contestant.RunRound())).ToList();
            foreach (var contestant in contestants)
            {
                var times = rounds.Select(round => round[contestant.Name]).ToList();
                var time = Median.Of(times.Select(round => round.Hv));
                var found = string.Create(CultureInfo.InvariantCulture, $"{time:0.00} ns, {1000 / time:0} M/s");
                if (TcgLoop.IsAvailable)
                {
                    found += string.Create(
                        CultureInfo.InvariantCulture,
                        $"; TCG {Median.Of(times.Select(round => round.Tcg)):0.00} ns; {Median.Of(times.Select(round => round.Hv / round.Tcg)):0.00} ×");
                }

                yield return contestant.Name == GuestLoop.Integer
                    ? ResultRow.Claim($"processor: {contestant.Name}", found, "≥ 120 M/s", 1000 / time >= 120)
                    : new ResultRow($"processor: {contestant.Name}", found, "", null);
            }

            yield return ResultRow.AtMost(
                "processor: load ÷ register add", Median.Of(rounds.Select(round => round[GuestLoop.Loads].Hv / round[GuestLoop.Adds].Hv)), 2.5, "×");
            yield return ResultRow.AtMost("processor: allocated while running", rounds.Max(round => round.Values.Max(value => value.Bytes)), 0, "B");
        }
        finally
        {
            foreach (var contestant in contestants)
                contestant.Dispose();
        }
    }

    /// <summary>A loop here and there.</summary>
    private sealed class Contestant : IDisposable
    {
        private readonly HvLoop _hv;
        private readonly TcgLoop? _tcg;

        public Contestant(GuestLoop loop)
        {
            Name = loop.Name;
            var image = GuestImage.Make(loop);
            _hv = new HvLoop(image);
            _tcg = TcgLoop.IsAvailable ? new TcgLoop([.. image]) : null;
            if (_tcg is not null && _tcg.Run(FewTimes).ExitCode is var exit && exit != _hv.Run(FewTimes).ExitCode)
                throw new InvalidOperationException($"Loop '{Name}' ends otherwise in TCG: with {exit}.");
        }

        public string Name { get; }

        /// <summary>Nanoseconds of an instruction here and in TCG, and what was allocated here.</summary>
        public (double Hv, double Tcg, long Bytes) RunRound()
        {
            var hv = _hv.Run((long)(Instructions / _hv.PerRound));
            if (_tcg is null)
                return (hv.Nanoseconds / hv.Instructions, double.NaN, hv.Bytes);

            var count = (long)(Math.Min(TcgInstructions, TcgNanoseconds * hv.Instructions / hv.Nanoseconds) / _hv.PerRound);
            var little = _tcg.Run(1).Nanoseconds;
            var all = _tcg.Run(count).Nanoseconds;
            return (hv.Nanoseconds / hv.Instructions, (all - little) / ((count - 1) * _hv.PerRound), hv.Bytes);
        }

        public void Dispose()
        {
            _hv.Dispose();
            _tcg?.Dispose();
        }
    }
}
