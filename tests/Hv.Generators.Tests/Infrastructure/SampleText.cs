using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Hv.Generators.Tests.Infrastructure;

/// <summary>An additional file that is nowhere but here.</summary>
internal sealed class SampleText(string path, string text) : AdditionalText
{
    public override string Path => path;

    public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
}
