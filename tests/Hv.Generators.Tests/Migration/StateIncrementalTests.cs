using Hv.Generators.Pipeline;
using Hv.Generators.Tests.Infrastructure;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Hv.Generators.Tests.Migration;

/// <summary>What is generated anew after an edit: what depends on it, in whatever file, and nothing else.</summary>
public sealed class StateIncrementalTests
{
    private const string Clock = """
        namespace Sample;
        [VmState("clock")] public sealed partial class Clock { [Migrated] private Mode _mode; public void Set(Mode mode) { _mode = mode; } }
        """;

    private const string Line = """
        namespace Sample;
        [VmState("line")] public sealed partial class Line { [Migrated] private int _number; public void Set(int number) { _number = number; } }
        """;

    private const string Modes = "namespace Sample; public enum Mode { Off, On }";

    [Test]
    public void An_edit_inside_of_a_body_changes_no_model() => Assert.That(
        Edit(Line.Replace("_number = number;", "_number = number + 1;", StringComparison.Ordinal), file: 2),
        Is.EqualTo(["clock: unchanged", "line: unchanged"]));

    [Test]
    public void A_new_field_changes_its_own_type_alone() => Assert.That(
        Edit(Line.Replace("[Migrated]", "[Migrated] private byte _more; [Migrated]", StringComparison.Ordinal), file: 2),
        Is.EqualTo(["clock: unchanged", "line: modified"]));

    [Test]
    public void An_enum_in_another_file_changes_the_types_that_migrate_it() => Assert.That(
        Edit("namespace Sample; public enum Mode { Off, On, Standby }", file: 3), Is.EqualTo(["clock: modified", "line: unchanged"]));

    /// <summary>What becomes of the models after an edit of the file, 1 to 3.</summary>
    private static IEnumerable<string> Edit(string text, int file)
    {
        var compilation = SampleCompilation.Create(Clock, Line, Modes);
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            SampleCompilation.Generators.Select(generator => generator.AsSourceGenerator()),
            parseOptions: SampleCompilation.ParseOptions,
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
        driver = driver.RunGenerators(compilation);
        var old = compilation.SyntaxTrees[file];
        var edited = compilation.ReplaceSyntaxTree(old, CSharpSyntaxTree.ParseText(text, SampleCompilation.ParseOptions, old.FilePath));
        var result = driver.RunGenerators(edited).GetRunResult();
        return result.Results.SelectMany(generator => generator.TrackedSteps)
            .Where(step => step.Key == TrackingNames.States)
            .SelectMany(step => step.Value.SelectMany(run => run.Outputs))
            .Select(output => $"{((Hv.Generators.Migration.StateModel)output.Value).Block.Name}: {(output.Reason == IncrementalStepRunReason.Modified ? "modified" : "unchanged")}")
            .Order(StringComparer.Ordinal)
            .ToList();
    }
}
