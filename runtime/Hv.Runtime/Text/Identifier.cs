namespace Hv.Runtime.Text;

/// <summary>The ids that users give to devices and back ends.</summary>
public static class Identifier
{
    /// <summary>Whether a text is an id: a letter, then letters, digits, <c>-</c>, <c>.</c> and <c>_</c>.</summary>
    public static bool IsValid(string text) =>
        text is [var first, ..] && char.IsAsciiLetter(first)
        && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.' or '_');
}
