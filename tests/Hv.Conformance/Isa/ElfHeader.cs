namespace Hv.Conformance.Isa;

/// <summary>Makes bytes a program that QEMU's user mode runs: one segment with all of the file, to be read, written and executed.</summary>
internal static class ElfHeader
{
    /// <summary>How long it is.</summary>
    public const int Size = 0x78;

    /// <summary>Writes the header to the beginning of a file.</summary>
    /// <param name="file">All of the file.</param>
    /// <param name="start">Where it is loaded.</param>
    /// <param name="entry">The address of the first instruction.</param>
    /// <param name="memorySize">How much memory the program has from <paramref name="start"/> on, the file in it.</param>
    /// <param name="isBigEndian">The byte order.</param>
    public static void Write(Span<byte> file, ulong start, ulong entry, ulong memorySize, bool isBigEndian)
    {
        ReadOnlySpan<byte> identification = [0x7F, (byte)'E', (byte)'L', (byte)'F', 2, (byte)(isBigEndian ? 2 : 1), 1];
        identification.CopyTo(file);
        Put(file, 16, 2, 2, isBigEndian); // executable
        Put(file, 18, 21, 2, isBigEndian); // 64-bit PowerPC
        Put(file, 20, 1, 4, isBigEndian);
        Put(file, 24, entry, 8, isBigEndian);
        Put(file, 32, 64, 8, isBigEndian); // the program headers
        Put(file, 48, 2, 4, isBigEndian); // ABI 2: a function's address is that of its code
        Put(file, 52, 64, 2, isBigEndian);
        Put(file, 54, 56, 2, isBigEndian);
        Put(file, 56, 1, 2, isBigEndian);
        Put(file, 64, 1, 4, isBigEndian); // loaded
        Put(file, 68, 7, 4, isBigEndian); // to be read, written, executed
        Put(file, 80, start, 8, isBigEndian);
        Put(file, 88, start, 8, isBigEndian);
        Put(file, 96, (ulong)file.Length, 8, isBigEndian);
        Put(file, 104, memorySize, 8, isBigEndian);
        Put(file, 112, 0x1_0000, 8, isBigEndian);
    }

    /// <summary>Writes a number of some bytes.</summary>
    public static void Put(Span<byte> file, int offset, ulong value, int size, bool isBigEndian)
    {
        for (var index = 0; index < size; index++)
            file[offset + index] = (byte)(value >> (8 * (isBigEndian ? size - 1 - index : index)));
    }
}
