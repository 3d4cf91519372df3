using System.Text;
using Microsoft.CodeAnalysis;

namespace Hv.Generators.Migration;

/// <summary>The names of state: in streams, and of what is generated for them.</summary>
internal static class StateNames
{
    /// <summary>Bytes of the longest name that a stream can have.</summary>
    public const int Longest = 255;

    public const string VmState = "VmState";
    public const string StateType = "StateType";
    public const string SaveState = "SaveState";
    public const string LoadState = "LoadState";
    public const string Fields = "StateFields";
    public const string Subsections = "StateSubsections";

    /// <summary>Names of parameters and variables in generated methods.</summary>
    private static readonly HashSet<string> Variables =
        new(StringComparer.Ordinal) { "writer", "reader", "version", "seen", "index", "count", "subsection", "subsectionVersion",
            "element", "other" };

    /// <summary>
    /// Names that the description of a field cannot have: its class's own, and those of every object's members.
    /// </summary>
    private static readonly HashSet<string> Reserved =
        new(StringComparer.Ordinal) { Fields, Subsections, "Equals", "GetHashCode", "GetType", "MemberwiseClone",
            "ReferenceEquals", "ToString", "Finalize" };

    /// <summary>Whether a stream can have the name.</summary>
    public static bool IsName(string? name) =>
        name is { Length: > 0 and <= Longest } && name.All(letter => letter is > ' ' and < '\x7F');

    /// <summary>
    /// Lower case, words separated by <c>_</c>: <c>_ticksOffset</c> → <c>ticks_offset</c>, <c>DMAWindow</c> → <c>dma_window</c>.
    /// </summary>
    public static string SnakeCase(string member)
    {
        var name = member.TrimStart('_');
        var text = new StringBuilder();
        for (var index = 0; index < name.Length; index++)
        {
            var letter = name[index];
            var startsWord = char.IsUpper(letter) && index > 0
                && (!char.IsUpper(name[index - 1]) || (index + 1 < name.Length && char.IsLower(name[index + 1])));
            if (startsWord && text[text.Length - 1] != '_')
                text.Append('_');

            text.Append(char.ToLowerInvariant(letter));
        }

        return text.Length == 0 ? member : text.ToString();
    }

    /// <summary>
    /// A member of a stream's or type's name as an identifier: <c>_ticksOffset</c> → <c>TicksOffset</c>, <c>spapr/cap/htm</c> →
    /// <c>SpaprCapHtm</c>.
    /// </summary>
    public static string PascalCase(string name)
    {
        var text = new StringBuilder();
        var startsWord = true;
        foreach (var letter in name)
        {
            var isPart = letter is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9')
                || (letter > '\x7F' && char.IsLetterOrDigit(letter));
            if (isPart)
                text.Append(startsWord ? char.ToUpperInvariant(letter) : letter);

            startsWord = !isPart;
        }

        return text.Length == 0 || char.IsDigit(text[0]) ? "N" + text : text.ToString();
    }

    /// <summary>The name, with a number behind it when it is taken; taken from then on.</summary>
    public static string Unique(string name, HashSet<string> taken)
    {
        var unique = name;
        for (var number = 2; Reserved.Contains(unique) || !taken.Add(unique); number++)
            unique = name + number;

        return unique;
    }

    /// <summary>A member as generated code names it: with what it belongs to where a variable would hide it.</summary>
    public static string Expression(ISymbol member) =>
        !Variables.Contains(member.Name) ? Symbols.Identifier(member.Name)
        : member.IsStatic ? $"{member.ContainingType.FullName()}.{member.Name}"
        : "this." + member.Name;
}
