using System.Text;

namespace Hv.Cli.Output;

/// <summary>Text that a file holds, for a terminal.</summary>
internal static class Printable
{
    /// <summary>The text with a '?' for each character that a terminal would act on.</summary>
    public static string Text(string text)
    {
        if (!text.Any(IsUnprintable))
            return text;

        var printable = new StringBuilder(text.Length);
        foreach (var character in text)
            printable.Append(IsUnprintable(character) ? '?' : character);

        return printable.ToString();
    }

    // Format characters turn the direction of text round.
    private static bool IsUnprintable(char character) =>
        char.IsControl(character) || char.GetUnicodeCategory(character) is System.Globalization.UnicodeCategory.Format
            or System.Globalization.UnicodeCategory.LineSeparator or System.Globalization.UnicodeCategory.ParagraphSeparator;
}
