using Hv.Generators.Abi;
using Hv.Generators.Tests.Infrastructure;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Hv.Generators.Tests.Abi;

/// <summary>Freezes what sources declare, and compares what others declare with it.</summary>
internal static class AbiTest
{
    /// <summary>The frozen texts of all versions that the sources declare.</summary>
    public static IReadOnlyList<AdditionalText> Freeze(params IEnumerable<string> sources) => Freeze(SampleCompilation.Create(sources));

    /// <summary>The frozen texts of all versions of a compilation.</summary>
    public static IReadOnlyList<AdditionalText> Freeze(CSharpCompilation compilation) =>
        [.. Texts(compilation).Select(text => new SampleText($"Abi/{text.Version}.abi", text.ToString()))];

    /// <summary>The texts of all versions that the sources declare.</summary>
    public static IReadOnlyList<AbiText> Texts(params IEnumerable<string> sources) => Texts(SampleCompilation.Create(sources));

    /// <summary>The texts of all versions of a compilation.</summary>
    public static IReadOnlyList<AbiText> Texts(CSharpCompilation compilation)
    {
        var model = AbiSources.Of(compilation, CancellationToken.None).Model;
        return [.. Enumerable.Range(0, model.Versions.Count).Select(model.TextOf)];
    }

    /// <summary>
    /// Freezes <paramref name="released"/>, checks the marks of what it has become, and returns the messages, in the order of the
    /// source.
    /// </summary>
    public static IReadOnlyList<string> Verify(string released, string markedNow) => Verify(Freeze(released), markedNow);

    /// <summary>Checks the marks of a source beside which there are frozen texts.</summary>
    public static IReadOnlyList<string> Verify(IReadOnlyList<AdditionalText> frozen, string markedNow) =>
        AnalyzerTest.Verify("Sample", [], frozen, markedNow);
}
