using Hv.Generators.Pipeline;
using Hv.Generators.Tests.Infrastructure;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Hv.Generators.Tests.Calls;

/// <summary>What an edit makes the generators do again: no less than what it changed, and no more.</summary>
public sealed class CallIncrementalityTests
{
    private const string OtherRtas = """
        namespace Sample;

        [CallValue]
        public readonly record struct Serial(ulong Value);

        [RtasCalls]
        public sealed partial class Serials(SampleMachine machine)
        {
            [RtasCall(0x2040, "set-serial")]
            private RtasStatus Set(Serial serial) => machine.HasNvram && serial.Value != 0 ? RtasStatus.Success : RtasStatus.ParameterError;
        }
        """;

    [Test]
    public void An_edit_of_one_class_leaves_the_others_alone()
    {
        var edited = OtherRtas.Replace("set-serial", "set-serial-number", StringComparison.Ordinal);
        var (before, after) = Edit([CallSamples.Machine, CallSamples.Rtas, OtherRtas], OtherRtas, edited);
        Assert.Multiple(() =>
        {
            Assert.That(Changed(before, after), Is.EquivalentTo(new[]
            {
                "Sample.Serials.Rtas.g.cs", "Sample.SampleMachine.RtasDispatcher.g.cs", "Sample.SampleMachine.RtasClient.g.cs", "DeclaredRtasCalls.g.cs",
            }));
            Assert.That(Reasons(after, TrackingNames.RtasContainers).Count(IsNothingNew), Is.EqualTo(1), "the other class");
            Assert.That(Reasons(after, TrackingNames.RtasContainers), Has.One.EqualTo(IncrementalStepRunReason.Modified));
        });
    }

    [Test]
    public void An_edit_of_a_body_writes_nothing_again()
    {
        var edited = OtherRtas.Replace("serial.Value != 0", "serial.Value > 7", StringComparison.Ordinal);
        var (before, after) = Edit([CallSamples.Machine, CallSamples.Rtas, OtherRtas], OtherRtas, edited);
        Assert.Multiple(() =>
        {
            Assert.That(Changed(before, after), Is.Empty);
            Assert.That(Reasons(after, TrackingNames.RtasContainers).All(IsNothingNew), Is.True);
            Assert.That(Reasons(after, TrackingNames.RtasMachines).All(IsNothingNew), Is.True);
        });
    }

    [Test]
    public void An_edit_in_the_file_of_the_machine_reaches_its_dispatcher()
    {
        var edited = CallSamples.Machine.Replace("spapr_rtas_", "other_rtas_", StringComparison.Ordinal);
        var (_, after) = Edit([CallSamples.Machine, CallSamples.Rtas], CallSamples.Machine, edited);
        Assert.That(Source(after, "Sample.SampleMachine.RtasDispatcher.g.cs"), Does.Contain("other_rtas_nvram_fetch").And.Not.Contain("spapr_rtas_"));
    }

    [Test]
    public void An_edit_in_the_file_of_a_value_reaches_the_calls_that_take_it()
    {
        const string Value = "namespace Sample; [CallValue] public readonly record struct Serial(ulong Value);";
        var calls = OtherRtas.Replace("[CallValue]\npublic readonly record struct Serial(ulong Value);\n", "", StringComparison.Ordinal);
        var (before, after) = Edit([CallSamples.Machine, Value, calls], Value, Value.Replace("[CallValue]", "[CallValue(RtasWords = 1)]", StringComparison.Ordinal));
        Assert.Multiple(() =>
        {
            Assert.That(Source(before, "Sample.Serials.Rtas.g.cs"), Does.Contain("frame.Argument64(0)"));
            Assert.That(Source(after, "Sample.Serials.Rtas.g.cs"), Does.Contain("frame.Argument(0)"));
        });
    }

    private static bool IsNothingNew(IncrementalStepRunReason reason) => reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged;

    private static (GeneratorDriverRunResult Before, GeneratorDriverRunResult After) Edit(string[] sources, string old, string edited)
    {
        var compilation = SampleCompilation.Create(sources);
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            SampleCompilation.Generators.Select(generator => generator.AsSourceGenerator()),
            parseOptions: SampleCompilation.ParseOptions,
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
        driver = driver.RunGenerators(compilation);
        var before = driver.GetRunResult();
        var tree = compilation.SyntaxTrees.Single(tree => tree.ToString() == old);
        var replacement = CSharpSyntaxTree.ParseText(edited, SampleCompilation.ParseOptions, tree.FilePath);
        return (before, driver.RunGenerators(compilation.ReplaceSyntaxTree(tree, replacement)).GetRunResult());
    }

    private static IEnumerable<string> Changed(GeneratorDriverRunResult before, GeneratorDriverRunResult after) =>
        Sources(after).Where(source => Sources(before).All(old => old.HintName != source.HintName || !old.SourceText.ContentEquals(source.SourceText)))
            .Select(source => source.HintName);

    private static string Source(GeneratorDriverRunResult result, string hintName) =>
        Sources(result).Single(source => source.HintName == hintName).SourceText.ToString();

    private static IEnumerable<GeneratedSourceResult> Sources(GeneratorDriverRunResult result) => result.Results.SelectMany(generator => generator.GeneratedSources);

    private static IEnumerable<IncrementalStepRunReason> Reasons(GeneratorDriverRunResult result, string step) =>
        result.Results.SelectMany(generator => generator.TrackedSteps).Where(tracked => tracked.Key == step)
            .SelectMany(tracked => tracked.Value.SelectMany(run => run.Outputs.Select(output => output.Reason)));
}
