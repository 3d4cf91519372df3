using Hv.Benchmarks.Reporting;

namespace Hv.Benchmarks.FloatingPoint;

/// <summary>What operations on doubles cost with the host's arithmetic, and without.</summary>
internal static class FloatingPointBenchmark
{
    private static readonly string[] Operations = ["Add", "Multiply", "Divide", "SquareRoot", "MultiplyAdd"];

    /// <summary>Runs all of it.</summary>
    public static IEnumerable<ResultRow> Run()
    {
        var rounds = InterleavedRounds.Run<FloatingPointBenchmarks>();
        foreach (var operation in Operations)
        {
            yield return ResultRow.Of($"floating point: {operation}, host's", Time(operation), "ns");
            yield return ResultRow.Of($"floating point: {operation}, exact way", Time($"{operation}Exactly"), "ns");
            var ratio = Median.Of(rounds.Select(
                round => round[$"{operation}Exactly"].Nanoseconds / round[operation].Nanoseconds));
            yield return ResultRow.AtLeast($"floating point: {operation}, ratio", ratio, 2, "×");
        }

        var allocated = rounds.Max(round => round.Values.Max(value => value.Bytes));
        yield return ResultRow.AtMost("floating point: allocated", allocated, 0, "B");

        double Time(string method) => Median.Of(rounds.Select(round => round[method].Nanoseconds));
    }
}
