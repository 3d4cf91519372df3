using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Hv.Benchmarks.Generators;

/// <summary>A place where someone types.</summary>
/// <param name="Where">The place, for a person.</param>
/// <param name="Path">The file.</param>
/// <param name="Original">The first text like this is replaced.</param>
/// <param name="Typed">What stands there after a stroke of this number.</param>
/// <param name="ExpectedFiles">How many generated files the edit changes.</param>
/// <param name="Strokes">How many strokes are measured; the first third does not count.</param>
/// <param name="TargetMilliseconds">What a run of the driver after a stroke may take, or <see langword="null"/>.</param>
internal sealed record Edit(
    string Where, string Path, string Original, Func<int, string> Typed, int ExpectedFiles, int Strokes, double? TargetMilliseconds)
{
    /// <summary>The compilation after the stroke: the file parsed again where it changed, the others as they are.</summary>
    public CSharpCompilation Apply(CSharpCompilation compilation, int stroke)
    {
        var tree = compilation.SyntaxTrees.Single(tree => tree.FilePath == Path);
        var text = tree.GetText();
        var content = text.ToString();
        var last = stroke > 0 && content.Contains(Typed(stroke - 1), StringComparison.Ordinal) ? Typed(stroke - 1) : Original;
        var start = content.IndexOf(last, StringComparison.Ordinal);
        var change = new TextChange(new TextSpan(start, last.Length), Typed(stroke));
        return compilation.ReplaceSyntaxTree(tree, tree.WithChangedText(text.WithChanges(change)));
    }
}
