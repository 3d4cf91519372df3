using System.Globalization;
using System.Text.RegularExpressions;

namespace Hv.Power.Assembly;

/// <summary>
/// Replaces macros by what they stand for, as the GNU assembler does: <c>.macro NAME parameter, …</c> up to <c>.endm</c>; in between
/// <c>\parameter</c> is what the use has there, and <c>\@</c> a number that no other use has.
/// </summary>
internal sealed partial class MacroExpander
{
    // A macro that uses itself would never end.
    private const int DeepestNesting = 16;
    private const int MostLines = 1 << 20;

    private readonly Dictionary<string, Macro> _macros = new(StringComparer.Ordinal);
    private readonly List<(int Number, string Text)> _lines = [];
    private int _uses;

    private MacroExpander()
    {
    }

    /// <summary>The lines of a text, each with the number of the line that it comes of.</summary>
    /// <exception cref="AssemblyException">A macro is defined or used wrongly.</exception>
    public static IReadOnlyList<(int Number, string Text)> Expand(string source)
    {
        var expander = new MacroExpander();
        var lines = source.Split('\n');
        for (var index = 0; index < lines.Length; index++)
        {
            try
            {
                if (IsDirective(lines[index], ".macro", out var head))
                    index = expander.Define(lines, index, head);
                else
                    expander.Take(index + 1, lines[index], 0);
            }
            catch (FormatException problem) when (problem is not AssemblyException)
            {
                throw new AssemblyException(index + 1, problem.Message);
            }
        }

        return expander._lines;
    }

    private static bool IsDirective(string line, string name, out string rest)
    {
        (var word, rest) = Pattern.SplitMnemonic(line.Trim());
        return word == name;
    }

    /// <returns>The index of the line that ends the macro.</returns>
    private int Define(string[] lines, int first, string head)
    {
        var (name, parameters) = Pattern.SplitMnemonic(head);
        if (name.Length == 0)
            throw new FormatException(".macro has a name: .macro NAME parameter, …");

        var body = new List<string>();
        for (var index = first + 1; index < lines.Length; index++)
        {
            if (IsDirective(lines[index], ".endm", out _))
            {
                if (!_macros.TryAdd(name, new Macro(Pattern.SplitOperands(PowerAssembler.WithoutComment(parameters)), [.. body])))
                    throw new FormatException($"the macro '{name}' is defined twice");

                return index;
            }

            body.Add(lines[index]);
        }

        throw new FormatException($"the macro '{name}' has no end: .endm");
    }

    private void Take(int number, string line, int depth)
    {
        var text = line.Trim();
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var hasLabel = colon > 0 && text.AsSpan(0, colon).IndexOfAny(" \t\"(,#") < 0;
        var (name, rest) = Pattern.SplitMnemonic(hasLabel ? text[(colon + 1)..].TrimStart() : text);
        if (!_macros.TryGetValue(name, out var macro))
        {
            if (_lines.Count >= MostLines)
                throw new FormatException($"the text has more than {MostLines} lines");

            _lines.Add((number, line));
            return;
        }

        if (depth == DeepestNesting)
            throw new FormatException($"macros are nested more than {DeepestNesting} deep at '{name}'");

        if (hasLabel)
            _lines.Add((number, text[..(colon + 1)]));

        var arguments = SplitArguments(PowerAssembler.WithoutComment(rest));
        if (arguments.Count != macro.Parameters.Length)
            throw new FormatException($"{name} takes {macro.Parameters.Length} operands ({string.Join(", ", macro.Parameters)}), not {arguments.Count}");

        var use = (_uses++).ToString(CultureInfo.InvariantCulture);
        foreach (var bodyLine in macro.Body)
        {
            var expanded = Reference().Replace(bodyLine, reference => Array.IndexOf(macro.Parameters, reference.Groups[1].Value) is >= 0 and var index
                ? arguments[index]
                : reference.Value == "\\@" ? use : reference.Value);
            Take(number, expanded, depth + 1);
        }
    }

    /// <summary>Splits at commas outside of quotation marks.</summary>
    private static List<string> SplitArguments(string text)
    {
        var arguments = new List<string>();
        var isQuoted = false;
        var start = 0;
        for (var index = 0; index < text.Length; index++)
        {
            if (text[index] == '"')
                isQuoted = !isQuoted;

            if (text[index] == ',' && !isQuoted)
            {
                arguments.Add(text[start..index].Trim());
                start = index + 1;
            }
        }

        if (arguments.Count > 0 || !text.AsSpan().Trim().IsEmpty)
            arguments.Add(text[start..].Trim());

        return arguments;
    }

    [GeneratedRegex(@"\\(@|[A-Za-z_][A-Za-z_0-9]*)")]
    private static partial Regex Reference();

    private sealed record Macro(string[] Parameters, string[] Body);
}
