using Hv.Benchmarks.Reporting;

namespace Hv.Benchmarks.Calls;

/// <summary>
/// Measures the contestants of one call against each other: a ratio is taken within each round, and what is reported is the median
/// of the rounds.
/// </summary>
internal static class CallComparison
{
    /// <summary>Runs <typeparamref name="TBenchmarks"/>, which has the five contestants as its methods.</summary>
    /// <exception cref="InvalidOperationException">A benchmark did not run; the message has what BenchmarkDotNet said.</exception>
    public static IEnumerable<ResultRow> Run<TBenchmarks>(string what)
    {
        var rounds = InterleavedRounds.Run<TBenchmarks>();

        const string Generated = nameof(RtasBenchmarks.Generated);
        const string HandWritten = nameof(RtasBenchmarks.HandWritten);
        const string WithoutTracing = nameof(RtasBenchmarks.HandWrittenWithoutTracing);
        const string Known = nameof(RtasBenchmarks.ReflectedKnown);
        const string Reflected = nameof(RtasBenchmarks.Reflected);

        yield return Time("generated", Generated);
        yield return Time("hand-written switch", HandWritten);
        yield return Time("hand-written, no trace test", WithoutTracing);
        yield return Time("Invoke, arguments boxed by hand", Known);
        yield return Time("Invoke, arguments by reflection", Reflected);
        yield return ResultRow.AtMost($"{what}: generated ÷ hand-written", Ratio(Generated, HandWritten), 1.2, "×");
        yield return ResultRow.AtLeast($"{what}: Invoke, boxed by hand ÷ generated", Ratio(Known, Generated), 20, "×");
        yield return ResultRow.AtLeast($"{what}: Invoke, all by reflection ÷ generated", Ratio(Reflected, Generated), 20, "×");
        yield return ResultRow.AtMost($"{what}: allocated by generated", rounds.Max(round => round[Generated].Bytes), 0, "B");
        yield return ResultRow.Of($"{what}: trace test, off ÷ none", Ratio(HandWritten, WithoutTracing), "×");

        ResultRow Time(string contestant, string method) =>
            ResultRow.Of($"{what}: {contestant}", Median.Of(rounds.Select(round => round[method].Nanoseconds)), "ns");

        double Ratio(string over, string under) =>
            Median.Of(rounds.Select(round => round[over].Nanoseconds / round[under].Nanoseconds));
    }
}
