using System.Buffers.Binary;

namespace Hv.Devices.Tests.Nvme;

/// <summary>A command, as a driver fills it in.</summary>
/// <param name="Opcode">The opcode.</param>
/// <param name="NamespaceId">The namespace.</param>
internal sealed record NvmeEntry(byte Opcode, uint NamespaceId = 1)
{
    public byte Flags { get; init; }

    /// <summary>The first PRP entry, or <see langword="null"/> for the page that whoever runs the command has for data.</summary>
    public ulong? Prp1 { get; init; }

    public ulong Prp2 { get; init; }

    public uint Word10 { get; init; }

    public uint Word11 { get; init; }

    public uint Word12 { get; init; }

    public uint Word13 { get; init; }

    public uint Word14 { get; init; }

    public static NvmeEntry Read(ulong block, int blocks) => Transfer(0x02, block, blocks);

    public static NvmeEntry Write(ulong block, int blocks) => Transfer(0x01, block, blocks);

    public static NvmeEntry Transfer(byte opcode, ulong block, int blocks) =>
        new(opcode) { Word10 = (uint)block, Word11 = (uint)(block >> 32), Word12 = (uint)(blocks - 1) };

    public static NvmeEntry Identify(byte structure, uint id = 0, byte commandSet = 0) =>
        new(0x06) { NamespaceId = id, Word10 = structure, Word11 = (uint)commandSet << 24 };

    public static NvmeEntry GetFeature(byte feature, uint value = 0, byte selection = 0, uint id = 0) =>
        new(0x0A) { NamespaceId = id, Word10 = feature | ((uint)selection << 8), Word11 = value };

    public static NvmeEntry SetFeature(byte feature, uint value, uint id = 0) => new(0x09) { NamespaceId = id, Word10 = feature, Word11 = value };

    public static NvmeEntry GetLog(byte page, int length, uint id = uint.MaxValue, ulong offset = 0) => new(0x02)
    {
        NamespaceId = id, Word10 = page | ((uint)((length / 4) - 1) << 16), Word12 = (uint)offset, Word13 = (uint)(offset >> 32),
    };

    /// <summary>The entry of a submission queue.</summary>
    /// <param name="id">The command's number.</param>
    /// <param name="page">The page for data, if there is one.</param>
    public byte[] ToBytes(ushort id, ulong page = 0)
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
