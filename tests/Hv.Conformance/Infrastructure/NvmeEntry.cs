using System.Buffers.Binary;

namespace Hv.Conformance.Infrastructure;

/// <summary>A command for an NVMe controller.</summary>
/// <param name="Opcode">The opcode.</param>
/// <param name="NamespaceId">The namespace.</param>
internal sealed record NvmeEntry(byte Opcode, uint NamespaceId = 1)
{
    public byte Flags { get; init; }

    /// <summary>The first PRP entry, or <see langword="null"/> for the page that is compared.</summary>
    public ulong? Prp1 { get; init; }

    public ulong Prp2 { get; init; }

    public uint Word10 { get; init; }

    public uint Word11 { get; init; }

    public uint Word12 { get; init; }

    public uint Word13 { get; init; }

    public uint Word14 { get; init; }

    public byte[] ToBytes(ushort id, ulong page)
    {
        var bytes = new byte[64];
        (bytes[0], bytes[1]) = (Opcode, Flags);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(2), id);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4), NamespaceId);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(24), Prp1 ?? page);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(32), Prp2);
        uint[] words = [Word10, Word11, Word12, Word13, Word14];
        for (var index = 0; index < words.Length; index++)
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(40 + (4 * index)), words[index]);

        return bytes;
    }
}
