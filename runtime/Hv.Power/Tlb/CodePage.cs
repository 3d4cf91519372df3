using System.Runtime.InteropServices;

namespace Hv.Power.Tlb;

/// <summary>What is known of a real page of 4 KiB in which code was decoded.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct CodePage
{
    /// <summary>The binary logarithm of the bytes that a bit of <see cref="Lines"/> stands for.</summary>
    public const int LineShift = 6;

    /// <summary>The parts of 64 bytes that code was decoded from; while there are any, every store to the page is looked at.</summary>
    public ulong Lines;

    /// <summary>Counts how often decoded code was written to: what was decoded before is out of date.</summary>
    public uint Version;

    /// <summary>The bits of the lines that some bytes of a page touch.</summary>
    /// <param name="offset">The first one's offset in its page.</param>
    /// <param name="length">How many there are, 1 to 4096, all in the page.</param>
    public static ulong LinesOf(uint offset, uint length)
    {
        var first = (int)(offset >> LineShift);
        var last = (int)((offset + length - 1) >> LineShift);
        return (ulong.MaxValue >> (63 - (last - first))) << first;
    }
}
