using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Hv.Benchmarks.Reporting;
using Perfolizer.Horology;

namespace Hv.Benchmarks.Calls;

/// <summary>
/// Measures the contestants of one call against each other. Times of a shared host drift; so all of them run in many short rounds
/// one after the other, a ratio is taken within each round, and what is reported is the median of the rounds.
/// </summary>
internal static class CallComparison
{
    private const int Rounds = 9;

    /// <summary>Runs <typeparamref name="TBenchmarks"/>, which has the five contestants as its methods.</summary>
    /// <exception cref="InvalidOperationException">A benchmark did not run; the message has what BenchmarkDotNet said.</exception>
    public static IEnumerable<ResultRow> Run<TBenchmarks>(string what)
    {
        // In the first rounds the runtime still optimizes what it runs.
        RunRound<TBenchmarks>();
        var rounds = Enumerable.Range(0, Rounds).Select(_ => RunRound<TBenchmarks>()).ToList();

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

    private static Dictionary<string, (double Nanoseconds, double Bytes)> RunRound<TBenchmarks>()
    {
        // In this process: BenchmarkDotNet would otherwise build a project of its own in the middle of this solution, and the
        // contestants' rounds would lie minutes apart.
        var log = new AccumulationLogger();
        var config = ManualConfig.CreateEmpty()
            .AddJob(Job.Default
                .WithToolchain(InProcessEmitToolchain.Instance)
                .WithIterationTime(TimeInterval.FromMilliseconds(20))
                .WithWarmupCount(2)
                .WithIterationCount(7)
                .WithEvaluateOverhead(false))
            .AddDiagnoser(MemoryDiagnoser.Default)
            .AddLogger(log)
            .WithArtifactsPath(Path.Combine(AppContext.BaseDirectory, "BenchmarkDotNet"))
            .WithOptions(ConfigOptions.DisableLogFile);
        var summary = BenchmarkRunner.Run<TBenchmarks>(config);
        if (summary.HasCriticalValidationErrors || summary.Reports.IsEmpty || summary.Reports.Any(report => !report.Success))
            throw new InvalidOperationException(log.GetLog());

        return summary.Reports.ToDictionary(report => report.BenchmarkCase.Descriptor.WorkloadMethod.Name, Values);
    }

    private static (double Nanoseconds, double Bytes) Values(BenchmarkReport report) =>
        (report.ResultStatistics!.Median, report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? 0);
}
