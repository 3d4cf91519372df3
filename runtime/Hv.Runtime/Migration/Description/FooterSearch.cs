using System.Buffers.Binary;
using Hv.Runtime.Migration.Streams;

namespace Hv.Runtime.Migration.Description;

/// <summary>Finds where a section ends whose content nothing describes: before its footer, which another section or the end follows.</summary>
internal static class FooterSearch
{
    private const byte Footer = (byte)SectionMark.Footer;
    private const int FooterLength = 1 + sizeof(uint);
    private const int WindowSize = 1 << 16;

    // Numbers are left out for sections that are not there, but not many in a row.
    private const uint LargestGap = 1 << 16;

    /// <summary>Finds the footer of a section.</summary>
    /// <param name="bytes">The stream.</param>
    /// <param name="start">Where the content of the section begins.</param>
    /// <param name="id">The section's number.</param>
    /// <returns>Where its footer begins; <see langword="null"/> when there is none.</returns>
    public static ulong? Find(StreamBytes bytes, ulong start, uint id)
    {
        Span<byte> footer = stackalloc byte[FooterLength];
        footer[0] = Footer;
        BinaryPrimitives.WriteUInt32BigEndian(footer[1..], id);
        var window = new byte[WindowSize];
        for (var offset = start; offset < bytes.Length;)
        {
            var part = window.AsSpan(0, bytes.Read(offset, window));
            for (var at = part.IndexOf(footer); at >= 0;)
            {
                if (IsSectionOrEnd(bytes, offset + (ulong)(at + FooterLength), id))
                    return offset + (ulong)at;

                var next = part[(at + 1)..].IndexOf(footer);
                at = next < 0 ? -1 : at + 1 + next;
            }

            // A footer may begin in one window and end in the next.
            offset += (ulong)Math.Max(1, part.Length - (FooterLength - 1));
        }

        return null;
    }

    private static bool IsSectionOrEnd(StreamBytes bytes, ulong offset, uint id)
    {
        Span<byte> next = stackalloc byte[1 + sizeof(uint) + 1 + byte.MaxValue];
        next = next[..bytes.Read(offset, next)];
        if (next is [0x00] or [0x00, 0x06, ..])
            return true;

        if (next.Length <= FooterLength || next[0] != (byte)SectionPhase.Full)
            return false;

        var following = BinaryPrimitives.ReadUInt32BigEndian(next[1..]);
        var name = next[(FooterLength + 1)..];
        return following > id && following - id <= LargestGap && next[FooterLength] > 0 && name.Length >= next[FooterLength]
            && name[..next[FooterLength]].IndexOfAnyExceptInRange((byte)0x20, (byte)0x7E) < 0;
    }
}
