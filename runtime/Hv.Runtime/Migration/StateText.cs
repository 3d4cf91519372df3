using System.Text;

namespace Hv.Runtime.Migration;

/// <summary>What streams say, in messages: one line, and nothing that a terminal would act on.</summary>
internal static class StateText
{
    private const int Longest = 64;

    /// <summary>A name of a stream.</summary>
    public static string Printable(ReadOnlySpan<byte> name) => Printable(Encoding.UTF8.GetString(name));

    /// <summary>A name of a stream.</summary>
    public static string Printable(string name)
    {
        var text = new StringBuilder();
        foreach (var character in name.Length > Longest ? name.AsSpan(0, Longest) : name)
            text.Append(char.IsControl(character) || char.IsSurrogate(character) ? '?' : character);

        return name.Length > Longest ? text.Append('…').ToString() : text.ToString();
    }

    /// <summary>One line of a message.</summary>
    public static string Line(string message) => message.ReplaceLineEndings(" ");
}
