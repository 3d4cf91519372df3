using Hv.Generators.Machines;
using Hv.Generators.Pipeline;
using Hv.Generators.Tests.Infrastructure;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using static Hv.Generators.Tests.Machines.MachineSamples;

namespace Hv.Generators.Tests.Machines;

/// <summary>What an edit makes the generator do again.</summary>
public sealed class MachineIncrementalTests
{
    [Test]
    public void A_changed_value_writes_the_file_of_its_version_again_and_no_other()
    {
        var results = Edit("TableLevels), 1)", "TableLevels), 2)");

        Assert.That(Written(results), Is.EqualTo(["Sample.Sample_2_3.MachineVersion.g.cs"]));
    }

    [Test]
    public void A_changed_declaration_of_a_device_reaches_the_versions_in_other_files()
    {
        // The version's own file is untouched: its output still follows the property's type.
        var results = Edit("public partial byte TableLevels", "public partial ushort TableLevels");

        Assert.That(Written(results), Is.EqualTo(["Sample.Sample_2_3.MachineVersion.g.cs"]));
        Assert.That(Text(results, "Sample.Sample_2_3.MachineVersion.g.cs"), Does.Contain("CompatRow.Of<ushort>"));
    }

    [Test]
    public void A_new_version_writes_itself_and_the_family()
    {
        var results = Edit(Version("2.2"), Version("2.2") + Environment.NewLine + Version("2.1"));

        Assert.That(Written(results), Is.EquivalentTo(["Sample.SampleMachine.MachineFamily.g.cs", "Sample.Sample_2_1.MachineVersion.g.cs"]));
    }

    [Test]
    public void A_comment_writes_nothing_again()
    {
        Assert.That(Written(Edit("[MachineVersion(", "/* moved */ [MachineVersion(")), Is.Empty);
    }

    private static (GeneratorRunResult Before, GeneratorRunResult After) Edit(string text, string replacement)
    {
        string[] sources =
        [
            Declarations,
            Source(Version("2.4")),
            Source(Version("2.3", "Compat<HostBridge>(nameof(HostBridge.TableLevels), 1)")),
            Source(Version("2.2")),
        ];
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [new MachineGenerator().AsSourceGenerator()], parseOptions: SampleCompilation.ParseOptions);
        driver = driver.RunGenerators(SampleCompilation.Create(sources));
        var before = driver.GetRunResult().Results.Single();
        var edited = sources.Select(source => source.Replace(text, replacement)).ToList();
        Assert.That(edited, Is.Not.EqualTo(sources));
        return (before, driver.RunGenerators(SampleCompilation.Create(edited)).GetRunResult().Results.Single());
    }

    /// <summary>The files whose text object is another one: an output that is cached keeps it.</summary>
    private static IEnumerable<string> Written((GeneratorRunResult Before, GeneratorRunResult After) results) =>
        results.After.GeneratedSources
            .Where(source => !results.Before.GeneratedSources.Any(old => ReferenceEquals(old.SourceText, source.SourceText)))
            .Select(source => source.HintName);

    private static string Text((GeneratorRunResult Before, GeneratorRunResult After) results, string hintName) =>
        results.After.GeneratedSources.Single(source => source.HintName == hintName).SourceText.ToString();
}
