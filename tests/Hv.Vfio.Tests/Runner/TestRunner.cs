using System.Globalization;
using NUnit.Framework.Api;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;

namespace Hv.Vfio.Tests.Runner;

/// <summary>
/// Runs the tests of this assembly in this process by NUnit's own runner. NUnitLite does that too, but its package does not exist
/// for every version of NUnit in every registry.
/// </summary>
internal sealed class TestRunner(RunnerOptions options, TextWriter output)
{
    /// <summary>Runs them.</summary>
    /// <returns>How many failed, at least 1 when anything did; 254 when none ran.</returns>
    public int Run()
    {
        var runner = new NUnitTestAssemblyRunner(new DefaultTestAssemblyBuilder());
        var settings = new Dictionary<string, object> { ["NumberOfTestWorkers"] = 0 };
        var loaded = runner.Load(typeof(TestRunner).Assembly, settings);
        if (loaded.RunState == RunState.NotRunnable)
        {
            output.WriteLine($"The tests cannot be loaded: {loaded.Properties.Get("_SKIPREASON")}");
            return 254;
        }

        var result = runner.Run(new ProgressListener(output), TestFilter.FromXml(options.Filter));
        if (options.ResultPath is { } path)
            File.WriteAllText(path, result.ToXml(recursive: true).OuterXml);

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Test Count: {result.TotalCount}, Passed: {result.PassCount}, Failed: {result.FailCount}, Warnings: {result.WarningCount}, Inconclusive: {result.InconclusiveCount}, Skipped: {result.SkipCount}"));
        output.Flush();
        if (result.TotalCount == 0)
            return 254;

        // A tear-down of a fixture fails without a test.
        return result.ResultState.Status == TestStatus.Failed ? Math.Clamp(result.FailCount, 1, 250) : 0;
    }
}
