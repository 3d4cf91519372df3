using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace Hv.Benchmarks.Reporting;

/// <summary>Runs benchmarks in many short rounds, all of them one after the other in each: times of a shared host drift.</summary>
internal static class InterleavedRounds
{
    private const int Rounds = 9;

    /// <summary>Runs <typeparamref name="TBenchmarks"/>: for each round, time and allocation of an operation by method.</summary>
    /// <exception cref="InvalidOperationException">A benchmark did not run; the message has what BenchmarkDotNet said.</exception>
    public static IReadOnlyList<Dictionary<string, (double Nanoseconds, double Bytes)>> Run<TBenchmarks>()
    {
        // In the first rounds the runtime still optimizes what it runs.
        RunRound<TBenchmarks>();
        return [.. Enumerable.Range(0, Rounds).Select(_ => RunRound<TBenchmarks>())];
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
