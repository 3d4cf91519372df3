using Hv.Generators.Devices;
using Hv.Generators.Rtas;
using Hv.Generators.Tests.Calls;
using Hv.Generators.Tests.Infrastructure;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Hv.Generators.Tests.Pipeline;

/// <summary>Models are remembered; never longer than they are right.</summary>
public sealed class DeclarationsTests
{
    [Test]
    public void A_type_that_changes_in_another_file_changes_the_model_of_a_handler()
    {
        const string Before = "namespace Sample; public enum Width : uint { One }";
        const string Calls = """
            namespace Sample;

            [RtasCalls]
            internal static partial class WidthCalls
            {
                [RtasCall(0x2000, "display-character")]
                private static RtasStatus Display(SampleMachine machine, Width width) => RtasStatus.Success;
            }
            """;
        var compilation = SampleCompilation.Create(CallSamples.Machine, Calls, Before);
        var driver = Driver(new RtasGenerator()).RunGenerators(compilation);
        Assert.That(Text(driver, "WidthCalls"), Does.Contain("nargs 1"));

        var edited = Replace(compilation, Before, Before.Replace("uint", "ulong"));
        Assert.That(Text(driver.RunGenerators(edited), "WidthCalls"), Does.Contain("nargs 2"));
    }

    [Test]
    public void A_summary_that_changes_changes_the_model()
    {
        const string Before = "namespace Sample; [Device(\"edu\")] public sealed partial class Edu : Device { /// <summary>Old.</summary>\n [Property(\"x\")] public partial int X { get; set; } }";
        var compilation = SampleCompilation.Create(Before);
        var driver = Driver(new DeviceGenerator()).RunGenerators(compilation);
        Assert.That(Text(driver, "Edu"), Does.Contain("Old."));
        Assert.That(Text(driver.RunGenerators(Replace(compilation, Before, Before.Replace("Old", "New"))), "Edu"), Does.Contain("New."));
    }

    [Test]
    public void An_attribute_is_found_by_an_alias()
    {
        var compilation = SampleCompilation.Create(
            "global using Thing = Hv.Runtime.Declarations.DeviceAttribute;",
            "namespace Sample; [Thing(\"edu\")] public sealed partial class Edu : Device;");
        Assert.That(Text(Driver(new DeviceGenerator()).RunGenerators(compilation), "Edu"), Does.Contain("\"edu\""));
    }

    [Test]
    public void A_type_whose_other_part_has_another_attribute_is_found_once()
    {
        var compilation = SampleCompilation.Create(
            "namespace Sample; [Device(\"edu\")] public sealed partial class Edu : Device;",
            "namespace Sample; [Serializable] partial class Edu;");
        var result = Driver(new DeviceGenerator()).RunGenerators(compilation).GetRunResult();
        Assert.That(result.Results.Single().Exception, Is.Null);
        Assert.That(result.GeneratedTrees.Count(tree => tree.FilePath.Contains("Edu", StringComparison.Ordinal)), Is.EqualTo(1));
    }

    private static CSharpGeneratorDriver Driver(IIncrementalGenerator generator) =>
        CSharpGeneratorDriver.Create([generator.AsSourceGenerator()], parseOptions: SampleCompilation.ParseOptions);

    private static CSharpCompilation Replace(CSharpCompilation compilation, string before, string after) => compilation.ReplaceSyntaxTree(
        compilation.SyntaxTrees.Single(tree => tree.GetText().ToString() == before),
        CSharpSyntaxTree.ParseText(after, SampleCompilation.ParseOptions));

    private static string Text(GeneratorDriver driver, string type) => driver.GetRunResult().GeneratedTrees
        .Single(tree => Path.GetFileName(tree.FilePath).StartsWith($"Sample.{type}.", StringComparison.Ordinal)).GetText().ToString();
}
