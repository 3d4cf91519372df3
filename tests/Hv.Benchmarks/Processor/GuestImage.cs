using System.Globalization;
using Hv.Conformance.Isa;
using Hv.Power.Assembly;

namespace Hv.Benchmarks.Processor;

/// <summary>
/// A guest loop as a program: the same bytes run here and in QEMU's user mode. It loads all registers, goes round so many times, and exits
/// with the low bits of r3.
/// </summary>
internal static class GuestImage
{
    /// <summary>Where it is loaded.</summary>
    public const ulong Start = 0x1000_0000;

    /// <summary>The address of the first instruction.</summary>
    public const ulong Entry = Start + CodeOffset;

    /// <summary>How much memory it has, all of it in the file.</summary>
    public const int Size = 0x2_0000;

    private const int RegistersOffset = 0x800;
    private const int CountOffset = RegistersOffset + (8 * 31);
    private const int CodeOffset = 0x1000;
    private const int RandomOffset = 0x1_0000;
    private const int RingOffset = 0x1_8000;
    private const int RingLength = (Size - RingOffset) / 8;

    /// <summary>The program of a loop.</summary>
    public static byte[] Make(GuestLoop loop)
    {
        var random = new Random(1);
        var image = new byte[Size];
        random.NextBytes(image.AsSpan(RandomOffset));
        ElfHeader.Write(image, Start, Entry, Size, isBigEndian: false);
        for (var register = 0; register < 30; register++)
            Put(image, RegistersOffset + (8 * register), (ulong)random.NextInt64());

        Put(image, RegistersOffset + 8, Start + RandomOffset);
        Put(image, RegistersOffset + 16, Start + RingOffset);
        var ring = Enumerable.Range(0, RingLength).ToArray();
        random.Shuffle(ring);
        for (var index = 0; index < RingLength; index++)
            Put(image, RingOffset + (8 * ring[index]), Start + RingOffset + (8 * (ulong)ring[(index + 1) % RingLength]));

        PowerAssembler.Assemble(Source(loop), Entry, isBigEndian: false).Bytes.Span.CopyTo(image.AsSpan(CodeOffset));
        return image;
    }

    /// <summary>Sets how often the loop goes round, at least once.</summary>
    public static void SetCount(Span<byte> image, long count) => Put(image, CountOffset, (ulong)count);

    private static void Put(Span<byte> image, int offset, ulong value) => ElfHeader.Put(image, offset, value, 8, isBigEndian: false);

    private static string Source(GuestLoop loop)
    {
        var loads = Enumerable.Range(0, 32).Select(register => string.Create(CultureInfo.InvariantCulture, $"ld r{register},{8 * register}(r31)"));
        return string.Create(CultureInfo.InvariantCulture, $"""
            lis r31,{(Start + RegistersOffset) >> 16}
            ori r31,r31,{(Start + RegistersOffset) & 0xFFFF}
            {string.Join('\n', loads)}
            mtctr r31
            loop:
            {loop.Body}
            bdnz loop
            andi. r3,r3,127
            li r0,1
            sc
            {loop.Leaf}
            """);
    }
}
