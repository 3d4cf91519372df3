extern alias Generators;

using System.Diagnostics;
using Hv.Benchmarks.Reporting;
using Generators::Hv.Generators.Abi;
using Generators::Hv.Generators.Devices;
using Generators::Hv.Generators.Hypercalls;
using Generators::Hv.Generators.Machines;
using Generators::Hv.Generators.Pipeline;
using Generators::Hv.Generators.Rtas;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Hv.Benchmarks.Generators;

/// <summary>
/// What the generators cost on a large project: the first run, and the run after each keystroke. A keystroke is a changed text, the
/// file parsed again, a new compilation, and then what is timed: the driver's run.
/// </summary>
/// <remarks>Not BenchmarkDotNet: every run needs a compilation that no run before it has seen, and the driver's own times are read.</remarks>
internal static class GeneratorBenchmark
{
    private const int ColdRuns = 7;

    private static readonly HashSet<string> TrackedSteps =
        [.. typeof(TrackingNames).GetFields().Select(field => (string)field.GetRawConstantValue()!)];

    private static IEnumerable<IIncrementalGenerator> Generators =>
        [new RtasGenerator(), new HypercallGenerator(), new DeviceGenerator(), new MachineGenerator(), new AbiGenerator()];

    /// <summary>Measures, after a pass that is not timed and shows what each keystroke makes the driver do.</summary>
    public static IEnumerable<ResultRow> Run()
    {
        var trees = SyntheticProject.Parse();
        yield return ResultRow.Of("generators: first run of a new driver", ColdRun(trees, Generators), "ms");
        yield return ResultRow.Of("generators: the same without the guest ABI", ColdRun(trees, Generators.Where(generator => generator is not AbiGenerator)), "ms");

        // An editor's compiler has run for long: strokes that do not count, until the runtime has optimized what they run.
        Time(trees, Edits[0]);
        foreach (var edit in Edits)
        {
            var (run, generators, finding) = Time(trees, edit);
            var what = $"keystroke in {edit.Where}";
            yield return edit.TargetMilliseconds is { } target
                ? ResultRow.AtMost($"{what}: driver run", run, target, "ms")
                : ResultRow.Of($"{what}: driver run", run, "ms");
            yield return ResultRow.Of($"{what}: of it in the generators", generators, "ms");
            yield return ResultRow.Of($"{what}: finding alone, by ForAttributeWithMetadataName", finding, "ms");
            yield return Outcome(trees, edit, what);
        }
    }

    private static readonly Edit[] Edits =
    [
        new("the body of a method of an unrelated file", SyntheticProject.UnrelatedPath, SyntheticProject.UnrelatedBody,
            stroke => $"total += {stroke};", ExpectedFiles: 0, Strokes: 200, TargetMilliseconds: 5),
        new("the members of an unrelated file", SyntheticProject.UnrelatedPath, SyntheticProject.UnrelatedMember,
            stroke => $"private static int _field{stroke};", ExpectedFiles: 0, Strokes: 45, TargetMilliseconds: 5),
        new("the body of a handler", SyntheticProject.ContainerPath, SyntheticProject.ContainerBody,
            stroke => $"second = first + {stroke};", ExpectedFiles: 0, Strokes: 200, TargetMilliseconds: null),

        // The class' marshalling, its machine's dispatcher and typed client, and the guest ABI, which names the arguments.
        new("the signature of a handler", SyntheticProject.ContainerPath, SyntheticProject.ContainerParameter,
            stroke => $"uint last{stroke}", ExpectedFiles: 4, Strokes: 45, TargetMilliseconds: null),
    ];

    private static double ColdRun(IReadOnlyList<SyntaxTree> trees, IEnumerable<IIncrementalGenerator> generators) =>
        Median.Of(Enumerable.Range(0, ColdRuns + 1)
            .Select(_ => Timed(() => Driver(isTracking: false, generators).RunGenerators(SyntheticProject.Compile(trees))))
            .Skip(1)
            .ToList());

    private static (double Run, double Generators, double Finding) Time(IReadOnlyList<SyntaxTree> trees, Edit edit)
    {
        // Each driver has compilations of its own: what one asks of a compilation is known to it when the next asks.
        var compilation = SyntheticProject.Compile(trees);
        var driver = Driver(isTracking: false).RunGenerators(compilation);
        var finding = SyntheticProject.Compile(trees);
        var findingDriver = Driver(isTracking: false, new FindingGenerator()).RunGenerators(finding);
        var runs = new List<double>();
        var generators = new List<double>();
        var findings = new List<double>();
        for (var stroke = 0; stroke < edit.Strokes; stroke++)
        {
            compilation = edit.Apply(compilation, stroke);
            runs.Add(Timed(() => driver = driver.RunGenerators(compilation)));
            generators.Add(driver.GetTimingInfo().GeneratorTimes.Sum(generator => generator.ElapsedTime.TotalMilliseconds));
            finding = edit.Apply(finding, stroke);
            if (stroke % 4 == 0)
                findings.Add(Timed(() => findingDriver = findingDriver.RunGenerators(finding)));
        }

        // The first strokes are the runtime's, which still optimizes what it runs.
        var skipped = edit.Strokes / 3;
        return (Median.Of(runs.Skip(skipped)), Median.Of(generators.Skip(skipped)), Median.Of(findings.Skip(findings.Count / 3)));
    }

    private static ResultRow Outcome(IReadOnlyList<SyntaxTree> trees, Edit edit, string what)
    {
        var compilation = SyntheticProject.Compile(trees);
        var driver = Driver(isTracking: true).RunGenerators(compilation);
        var before = driver.GetRunResult();
        if (before.Results.FirstOrDefault(generator => generator.Exception is not null).Exception is { } exception)
            throw new InvalidOperationException("A generator failed.", exception);

        var after = driver.RunGenerators(edit.Apply(compilation, stroke: 2)).GetRunResult();
        var written = Texts(after).Except(Texts(before)).Count();
        var again = after.Results.SelectMany(generator => generator.TrackedSteps)
            .Where(step => TrackedSteps.Contains(step.Key))
            .SelectMany(step => step.Value.SelectMany(run => run.Outputs))
            .Count(output => output.Reason is not (IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged));
        return ResultRow.Claim(
            $"{what}: files written again, of {after.GeneratedTrees.Length}", $"{written}, {again} steps anew",
            edit.ExpectedFiles == 0 ? "0, 0 steps anew" : $"{edit.ExpectedFiles}",
            written == edit.ExpectedFiles && (edit.ExpectedFiles > 0 || again == 0));
    }

    /// <summary>The generated texts; one that was not written again is the same object.</summary>
    private static IEnumerable<SourceText> Texts(GeneratorDriverRunResult result) =>
        result.Results.SelectMany(generator => generator.GeneratedSources).Select(source => source.SourceText);

    private static GeneratorDriver Driver(bool isTracking) => Driver(isTracking, Generators);

    private static GeneratorDriver Driver(bool isTracking, params IEnumerable<IIncrementalGenerator> generators) => CSharpGeneratorDriver.Create(
        generators.Select(generator => generator.AsSourceGenerator()),
        parseOptions: SyntheticProject.ParseOptions,
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, isTracking));

    private static double Timed(Action action)
    {
        var start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
