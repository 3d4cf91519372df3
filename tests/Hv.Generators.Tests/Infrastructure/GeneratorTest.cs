using System.Collections;
using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Hv.Generators.Tests.Infrastructure;

/// <summary>
/// Runs all generators on sample sources. Every run proves three things besides what a test asks: the output compiles without a
/// warning, an unrelated edit leaves every tracked step cached, and no step holds a symbol, syntax or compilation.
/// </summary>
internal sealed class GeneratorTest
{
    private static readonly ImmutableHashSet<string> TrackedSteps =
        [.. typeof(Hv.Generators.Pipeline.TrackingNames).GetFields().Select(field => (string)field.GetRawConstantValue()!)];

    private GeneratorTest(ImmutableArray<GeneratedSourceResult> sources, CSharpCompilation output)
    {
        Sources = sources;
        Output = output;
    }

    /// <summary>The generated files, by hint name.</summary>
    public ImmutableArray<GeneratedSourceResult> Sources { get; }

    /// <summary>The compilation with the generated files.</summary>
    public CSharpCompilation Output { get; }

    /// <summary>The text of the generated file with this hint name.</summary>
    public string this[string hintName] =>
        Sources.FirstOrDefault(source => source.HintName == hintName) is { SourceText: { } text }
            ? text.ToString()
            : throw new AssertionException($"No file {hintName}; there are: {string.Join(", ", Sources.Select(source => source.HintName))}");

    public static GeneratorTest Run(params IEnumerable<string> sources) => Run(SampleCompilation.Create(sources));

    public static GeneratorTest Run(CSharpCompilation compilation)
    {
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            SampleCompilation.Generators.Select(generator => generator.AsSourceGenerator()),
            parseOptions: SampleCompilation.ParseOptions,
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

        driver = driver.RunGenerators(compilation);
        var first = driver.GetRunResult();
        Assert.That(first.Results.Where(result => result.Exception is not null).Select(result => result.Exception), Is.Empty);
        AssertHoldsNoCompilerObjects(first);

        var edited = compilation.AddSyntaxTrees(
            CSharpSyntaxTree.ParseText("namespace Unrelated { internal class Edited; }", SampleCompilation.ParseOptions, "Unrelated.cs"));
        AssertCached(driver.RunGenerators(edited).GetRunResult());

        var output = compilation.AddSyntaxTrees(first.GeneratedTrees);
        Assert.That(
            output.GetDiagnostics().Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning).Select(Describe),
            Is.Empty,
            "the generated code compiles without a warning");

        return new GeneratorTest([.. first.Results.SelectMany(result => result.GeneratedSources)], output);
    }

    /// <summary>
    /// Compares the generated file with <c>Expected/<paramref name="hintName"/></c> beside the calling test. With the environment
    /// variable HV_UPDATE_EXPECTED set, writes it instead.
    /// </summary>
    public void AssertMatchesExpected(string hintName, string? expectedName = null, [CallerFilePath] string testFile = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(testFile)!, "Expected", (expectedName ?? hintName) + ".txt");
        var actual = this[hintName];
        if (Environment.GetEnvironmentVariable("HV_UPDATE_EXPECTED") is { Length: > 0 })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
        }

        Assert.That(path, Does.Exist);
        Assert.That(actual, Is.EqualTo(File.ReadAllText(path)), $"{hintName} is not what {path} holds; set HV_UPDATE_EXPECTED=1 to accept it");
    }

    /// <summary>Emits the output and loads it, to run what was generated.</summary>
    public Assembly Load()
    {
        using var image = new MemoryStream();
        var result = Output.Emit(image);
        Assert.That(result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(Describe), Is.Empty);
        return Assembly.Load(image.ToArray());
    }

    private static string Describe(Diagnostic diagnostic) =>
        $"{diagnostic}{Environment.NewLine}{diagnostic.Location.SourceTree?.GetText().Lines[diagnostic.Location.GetLineSpan().StartLinePosition.Line]}";

    private static void AssertCached(GeneratorDriverRunResult result)
    {
        var steps = result.Results.SelectMany(generator => generator.TrackedSteps)
            .Where(step => TrackedSteps.Contains(step.Key))
            .SelectMany(step => step.Value.SelectMany(run => run.Outputs.Select(output => (Step: step.Key, output.Reason))))
            .ToList();
        Assert.That(
            steps.Where(step => step.Reason is not (IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged)),
            Is.Empty,
            "an unrelated edit leaves every step cached");
        Assert.That(
            result.Results.SelectMany(generator => generator.TrackedOutputSteps)
                .SelectMany(step => step.Value.SelectMany(run => run.Outputs.Select(output => (Step: step.Key, output.Reason))))
                .Where(step => step.Reason is not IncrementalStepRunReason.Cached),
            Is.Empty,
            "an unrelated edit writes no file again");
    }

    private static void AssertHoldsNoCompilerObjects(GeneratorDriverRunResult result)
    {
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        foreach (var (name, runs) in result.Results.SelectMany(generator => generator.TrackedSteps).Where(step => TrackedSteps.Contains(step.Key)))
        {
            foreach (var (value, _) in runs.SelectMany(run => run.Outputs))
                Visit(value, name);
        }

        void Visit(object? node, string path)
        {
            if (node is null || node is string || node.GetType().IsPrimitive || node.GetType().IsEnum || !seen.Add(node))
                return;

            Assert.That(
                node,
                Is.Not.InstanceOf<ISymbol>().And.Not.InstanceOf<SyntaxNode>().And.Not.InstanceOf<SyntaxTree>()
                    .And.Not.InstanceOf<Compilation>().And.Not.InstanceOf<SemanticModel>().And.Not.InstanceOf<Location>()
                    .And.Not.InstanceOf<AttributeData>(),
                path);

            if (node is IEnumerable items and not string)
            {
                foreach (var item in items)
                    Visit(item, path + "[]");
            }

            foreach (var field in node.GetType().GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
                Visit(field.GetValue(node), $"{path}.{field.Name}");
        }
    }
}
