using System.Runtime.CompilerServices;
using Hv.Generators.Machines;
using Microsoft.CodeAnalysis;

namespace Hv.Generators.Tests.Machines;

/// <summary>Every diagnostic has the page that its help link names.</summary>
public sealed class MachineDocumentationTests
{
    [TestCaseSource(nameof(Descriptors))]
    public void Every_diagnostic_has_a_page_with_its_title(DiagnosticDescriptor descriptor)
    {
        var page = Path.Combine(Root(), descriptor.HelpLinkUri);

        Assert.That(page, Does.Exist);
        Assert.That(File.ReadAllText(page), Does.StartWith($"# {descriptor.Id}: {descriptor.Title}\n"));
    }

    private static IEnumerable<DiagnosticDescriptor> Descriptors() => new MachineAnalyzer().SupportedDiagnostics;

    private static string Root([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "../../.."));
}
