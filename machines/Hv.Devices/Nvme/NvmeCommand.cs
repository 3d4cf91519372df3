using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Hv.Devices.Nvme;

/// <summary>An entry of a submission queue (NVM Express 1.4, 4.2), as it was when it was fetched.</summary>
[InlineArray(Size)]
internal struct NvmeCommand
{
    /// <summary>The bytes of an entry.</summary>
    public const int Size = 64;

    private byte _first;

    /// <summary>What is to be done.</summary>
    public readonly byte Opcode => this[0];

    /// <summary>Fused operation: 0 for none.</summary>
    public readonly int Fuse => this[1] & 3;

    /// <summary>How the data pointer is to be read: 0 PRP, 1 and 2 SGL.</summary>
    public readonly int DataPointerKind => this[1] >> 6;

    /// <summary>The command's number, chosen by the host.</summary>
    public readonly ushort Id => BinaryPrimitives.ReadUInt16LittleEndian(this[2..]);

    /// <summary>The namespace.</summary>
    public readonly uint NamespaceId => Word(1);

    /// <summary>The first PRP entry, or the address in the SGL descriptor.</summary>
    public readonly ulong Prp1 => Long(24);

    /// <summary>The second PRP entry, or the rest of the SGL descriptor.</summary>
    public readonly ulong Prp2 => Long(32);

    /// <summary>A dword of the command, 0 to 15.</summary>
    public readonly uint Word(int index) => BinaryPrimitives.ReadUInt32LittleEndian(this[(index * 4)..]);

    /// <summary>The first logical block of commands that read and write.</summary>
    public readonly ulong FirstBlock => Long(40);

    /// <summary>The number of logical blocks of commands that read and write: 1 to 65536.</summary>
    public readonly int Blocks => (int)(Word(12) & 0xFFFF) + 1;

    private readonly ulong Long(int offset) => BinaryPrimitives.ReadUInt64LittleEndian(this[offset..]);
}
