namespace Hv.Generators.Instructions;

/// <summary>Bits of an instruction word, 0 being the most significant one.</summary>
internal sealed record BitRange(int First, int Last)
{
    public int Width => Last - First + 1;

    /// <summary>The bits as a mask of the word.</summary>
    public uint Mask => (uint)(((1UL << Width) - 1) << (31 - Last));

    /// <summary>Reads <c>6:10</c> or <c>31</c>.</summary>
    public static BitRange? Parse(string text)
    {
        var parts = text.Split(':');
        return parts.Length <= 2
            && TryBit(parts[0], out var first)
            && TryBit(parts[parts.Length - 1], out var last)
            && first <= last
                ? new BitRange(first, last)
                : null;
    }

    private static bool TryBit(string text, out int bit) =>
        int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out bit) && bit < 32;
}
