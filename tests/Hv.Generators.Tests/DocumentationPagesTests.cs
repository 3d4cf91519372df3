using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Hv.Generators.Tests.Abi;
using Hv.Generators.Tests.Infrastructure;
using Microsoft.CodeAnalysis;

namespace Hv.Generators.Tests;

/// <summary>
/// What the pages under generators/docs/ say is true: under "## Wrong" stands an example that reports the page's diagnostic and no
/// other, under "## Right" one that reports nothing and compiles. Where there is "## Released" its versions are frozen first.
/// </summary>
public sealed class DocumentationPagesTests
{
    /// <summary>What the examples take for granted unless they declare it themselves; generators/docs/README.md says so.</summary>
    private const string Machine = """
        [MachineFamily("pseries")]
        [RtasTokens(0x2000, 0x20FF)]
        [HypercallNumbers(0x4, 0x45C, Step = 4)]
        [HypercallNumbers(0xF000, 0xF80C)]
        public abstract partial class PseriesMachine : Machine;
        """;

    /// <inheritdoc cref="Machine"/>
    private const string InstructionSet = """
        [InstructionSet]
        [InstructionField("XO", "21:30")]
        [InstructionField("OE", "21", FieldKind.Variant)]
        [InstructionField("Rc", "31", FieldKind.Variant)]
        [InstructionField("RT", "6:10", FieldKind.Gpr)]
        [InstructionField("RS", "6:10", FieldKind.Gpr)]
        [InstructionField("RA", "11:15", FieldKind.Gpr)]
        [InstructionField("RB", "16:20", FieldKind.Gpr)]
        [InstructionField("FRT", "6:10", FieldKind.Fpr)]
        [InstructionField("FRB", "16:20", FieldKind.Fpr)]
        [InstructionField("D", "16:31", FieldKind.Signed)]
        public static partial class SampleIsa;
        """;

    private static string Folder { get; } = FindFolder();

    [TestCaseSource(nameof(Pages))]
    public void The_wrong_example_reports_the_diagnostic_of_its_page(string id)
    {
        var found = AnalyzerTest.Analyze(SampleCompilation.Create(Sources(Example(id, "Wrong"))), Frozen(id));
        Assert.That(found.Select(diagnostic => diagnostic.Id).Distinct(), Is.EqualTo([id]), string.Join(Environment.NewLine, found));
    }

    /// <summary>
    /// A build asks the analyzers only when all declarations compile, the generated ones too: an error of the compiler there would
    /// be all that a user sees.
    /// </summary>
    [TestCaseSource(nameof(Pages))]
    public void An_error_of_the_compiler_does_not_hide_the_diagnostic(string id) =>
        Assert.That(AnalyzerTest.DeclarationErrors(SampleCompilation.Create(Sources(Example(id, "Wrong"))).WithGeneratedCode()), Is.Empty);

    [TestCaseSource(nameof(Pages))]
    public void The_right_example_reports_nothing_and_compiles(string id)
    {
        var sources = Sources(Example(id, "Right")).ToList();
        Assert.That(AnalyzerTest.Analyze(SampleCompilation.Create(sources), Frozen(id)), Is.Empty);
        GeneratorTest.Run(sources);
    }

    [Test]
    public void An_id_is_for_one_diagnostic() =>
        Assert.That(SampleCompilation.Analyzers.SelectMany(analyzer => analyzer.SupportedDiagnostics).Distinct().Select(descriptor => descriptor.Id), Is.Unique);

    [TestCaseSource(nameof(Descriptors))]
    public void Every_diagnostic_has_a_page_under_its_title_and_a_row_in_the_index(DiagnosticDescriptor descriptor)
    {
        var page = Path.Combine(Folder, descriptor.Id + ".md");
        Assert.That(descriptor.HelpLinkUri, Is.EqualTo($"generators/docs/{descriptor.Id}.md"));
        Assert.That(page, Does.Exist);
        Assert.That(File.ReadLines(page).First(), Is.EqualTo($"# {descriptor.Id}: {descriptor.Title}"));
        Assert.That(
            File.ReadAllLines(Path.Combine(Folder, "README.md")), Does.Contain($"| [{descriptor.Id}]({descriptor.Id}.md) | {descriptor.Title} |"));
    }

    [Test]
    public void There_is_no_page_without_a_diagnostic() =>
        Assert.That(Pages(), Is.SubsetOf(Descriptors().Select(descriptor => descriptor.Id)));

    /// <summary>The pages of what analyzers report; HV0xxx are reported by the build, and their examples are no C#.</summary>
    private static IEnumerable<string> Pages() =>
        Directory.EnumerateFiles(Folder, "HV*.md").Select(path => Path.GetFileNameWithoutExtension(path)!)
            .Where(id => !id.StartsWith("HV0", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    private static IEnumerable<DiagnosticDescriptor> Descriptors() =>
        SampleCompilation.Analyzers.SelectMany(analyzer => analyzer.SupportedDiagnostics).DistinctBy(descriptor => descriptor.Id)
            .OrderBy(descriptor => descriptor.Id, StringComparer.Ordinal);

    /// <summary>The first block of C# under a heading of a page.</summary>
    private static string Example(string id, string heading)
    {
        var example = FindExample(id, heading);
        Assert.That(example, Is.Not.Null, $"{id}.md has a block of C# under '## {heading}'");
        return example!;
    }

    private static string? FindExample(string id, string heading)
    {
        var page = File.ReadAllText(Path.Combine(Folder, id + ".md"));
        var match = Regex.Match(page, $@"^## {heading}\n(?:(?!^## |^```)[^\n]*\n)*```csharp\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline);
        return match.Success ? match.Groups["code"].Value : null;
    }

    /// <summary>The frozen texts of what a page says was released.</summary>
    private static IReadOnlyList<AdditionalText> Frozen(string id) =>
        FindExample(id, "Released") is { } released ? AbiTest.Freeze(Sources(released)) : [];

    /// <summary>An example, and the machine when it is none of its own.</summary>
    private static IEnumerable<string> Sources(string example) =>
        example.Contains("[Instruction", StringComparison.Ordinal) ? [InstructionSet, example]
        : example.Contains("class PseriesMachine", StringComparison.Ordinal) ? [example] : [Machine, example];

    private static string FindFolder([CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "../../generators/docs"));
}
