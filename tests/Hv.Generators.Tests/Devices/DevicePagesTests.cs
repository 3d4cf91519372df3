using Hv.Generators.Devices;
using Hv.Generators.Tests.Infrastructure;

namespace Hv.Generators.Tests.Devices;

/// <summary>The pages of devices and properties have whole examples, which are what they are said to be.</summary>
internal sealed class DevicePagesTests
{
    private static IEnumerable<string> Ids =>
        new DeviceAnalyzer().SupportedDiagnostics.AddRange(new DeviceNameAnalyzer().SupportedDiagnostics).Select(descriptor => descriptor.Id);

    [TestCaseSource(nameof(Ids))]
    public void The_wrong_example_is_reported(string id) => Assert.That(Reported(Example(id, "Wrong")), Is.EqualTo([id]));

    [TestCaseSource(nameof(Ids))]
    public void The_right_example_compiles(string id)
    {
        var right = Example(id, "Right");
        Assert.That(Reported(right), Is.Empty);
        GeneratorTest.Run(right);
    }

    internal static IEnumerable<string> Reported(string source) =>
        AnalyzerTest.Analyze(SampleCompilation.Create(source)).Select(diagnostic => diagnostic.Id).Distinct();

    internal static string Example(string id, string heading)
    {
        var page = DiagnosticPagesTests.PageOf(id);
        var opening = $"## {heading}\n\n```csharp\n";
        var start = page.IndexOf(opening, StringComparison.Ordinal);
        Assert.That(start, Is.Positive, $"{id} has an example '{heading}'");
        start += opening.Length;
        return page[start..page.IndexOf("```", start, StringComparison.Ordinal)];
    }
}
