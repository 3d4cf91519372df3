using System.Buffers.Binary;

namespace Hv.Pseries.Tests.Firmware.Boot;

/// <summary>ELF files of one to many segments (System V ABI), right unless a test says otherwise.</summary>
internal sealed class ElfImage(bool is64, bool isLittle)
{
    public const int HeaderSize = 64;

    public List<(ulong Address, byte[] Content, ulong MemorySize)> Segments { get; } = [];

    public ushort Machine { get; set; } = is64 ? (ushort)21 : (ushort)20;

    public ulong Entry { get; set; }

    public uint SegmentType { get; set; } = 1;

    /// <summary>Where the file says that its segments are described; 0: where they are.</summary>
    public ulong TableOffset { get; set; }

    private int EntrySize => is64 ? 56 : 32;

    public byte[] ToBytes()
    {
        var start = HeaderSize + (Segments.Count * EntrySize);
        var bytes = new byte[start + Segments.Sum(segment => segment.Content.Length)];
        "\u007FELF"u8.CopyTo(bytes);
        bytes[4] = (byte)(is64 ? 2 : 1);
        bytes[5] = (byte)(isLittle ? 1 : 2);
        Put(bytes, 18, 2, Machine);
        Put(bytes, 24, is64 ? 8 : 4, Entry);
        Put(bytes, is64 ? 32 : 28, is64 ? 8 : 4, TableOffset != 0 ? TableOffset : HeaderSize);
        Put(bytes, is64 ? 54 : 42, 2, (ulong)EntrySize);
        Put(bytes, is64 ? 56 : 44, 2, (ulong)Segments.Count);
        for (var index = 0; index < Segments.Count; index++)
        {
            var (address, content, size) = Segments[index];
            var at = HeaderSize + (index * EntrySize);
            var width = is64 ? 8 : 4;
            Put(bytes, at, 4, SegmentType);
            Put(bytes, at + (is64 ? 8 : 4), width, (ulong)start);
            Put(bytes, at + (is64 ? 24 : 12), width, address);
            Put(bytes, at + (is64 ? 32 : 16), width, (ulong)content.Length);
            Put(bytes, at + (is64 ? 40 : 20), width, size);
            content.CopyTo(bytes, start);
            start += content.Length;
        }

        return bytes;
    }

    private void Put(byte[] bytes, int offset, int size, ulong value)
    {
        for (var index = 0; index < size; index++)
            bytes[offset + (isLittle ? index : size - 1 - index)] = (byte)(value >> (8 * index));
    }
}
