namespace Hv.Runtime.Migration.Ram;

/// <summary>
/// Decodes pages that were sent as what is different in them (XBZRLE): lengths of bytes that stay and of bytes that are new, the new
/// ones after their length, in turn. We send none.
/// </summary>
internal static class DeltaCodec
{
    /// <summary>Applies what is different.</summary>
    /// <param name="delta">What was sent.</param>
    /// <param name="page">The page as it was; then as it is. When the result is an error some of it may have changed.</param>
    /// <returns>What is wrong, or <see langword="null"/>.</returns>
    public static string? Apply(ReadOnlySpan<byte> delta, Span<byte> page)
    {
        var (next, at, stays) = (0, 0, true);
        for (; next < delta.Length; stays = !stays)
        {
            if (!TryReadLength(delta, ref next, out var length))
                return "a length in it is none";

            // Only the first run may be empty: what is different from the page's first byte on.
            if (length == 0 && !(stays && at == 0))
                return "a run of no bytes is in it";

            if (length > page.Length - at)
                return $"it goes beyond the {page.Length} bytes of the page";

            if (!stays)
            {
                if (length > delta.Length - next)
                    return "it ends within a run";

                delta.Slice(next, length).CopyTo(page[at..]);
                next += length;
            }

            at += length;
        }

        return stays ? null : "it ends after bytes that stay";
    }

    private static bool TryReadLength(ReadOnlySpan<byte> delta, ref int next, out int length)
    {
        // Seven bits a byte, the lowest first; two bytes are enough for a page.
        length = delta[next] & 0x7F;
        if ((delta[next++] & 0x80) == 0)
            return true;

        if (next == delta.Length || (delta[next] & 0x80) != 0)
            return false;

        length |= delta[next++] << 7;
        return true;
    }
}
