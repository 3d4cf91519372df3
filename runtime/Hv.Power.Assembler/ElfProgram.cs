using System.Buffers.Binary;
using Hv.Power.Assembly;

namespace Hv.Power.Assembler;

/// <summary>
/// An ELF file with one segment that is to be read, written and executed (System V ABI, "Object Files"; 64-bit ELF V2 ABI for Power, 4):
/// 64-bit and big-endian, as kernels are that firmware starts at the first byte.
/// </summary>
internal static class ElfProgram
{
    private const int HeaderSize = 64;
    private const int SegmentHeaderSize = 56;

    // The segment's place in the file and in memory agree in these low bits.
    private const int SegmentOffset = 128;
    private const ulong Alignment = 128;

    private const ushort Executable = 2;
    private const ushort PowerPc64 = 21;
    private const uint Version = 1;
    private const uint Load = 1;
    private const uint ReadWriteExecute = 7;

    /// <summary>Makes the file. Zeros at the end are not in it: they are in the memory of the program.</summary>
    public static byte[] Create(AssembledCode code)
    {
        var bytes = code.Bytes.Span.TrimEnd((byte)0);
        var file = new byte[SegmentOffset + bytes.Length];
        ReadOnlySpan<byte> identification = [0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 2, 1];
        identification.CopyTo(file);
        var header = file.AsSpan();
        BinaryPrimitives.WriteUInt16BigEndian(header[16..], Executable);
        BinaryPrimitives.WriteUInt16BigEndian(header[18..], PowerPc64);
        BinaryPrimitives.WriteUInt32BigEndian(header[20..], Version);
        BinaryPrimitives.WriteUInt64BigEndian(header[24..], code.Origin);
        BinaryPrimitives.WriteUInt64BigEndian(header[32..], HeaderSize);
        BinaryPrimitives.WriteUInt16BigEndian(header[52..], HeaderSize);
        BinaryPrimitives.WriteUInt16BigEndian(header[54..], SegmentHeaderSize);
        BinaryPrimitives.WriteUInt16BigEndian(header[56..], 1);

        var segment = header[HeaderSize..];
        BinaryPrimitives.WriteUInt32BigEndian(segment, Load);
        BinaryPrimitives.WriteUInt32BigEndian(segment[4..], ReadWriteExecute);
        BinaryPrimitives.WriteUInt64BigEndian(segment[8..], SegmentOffset);
        BinaryPrimitives.WriteUInt64BigEndian(segment[16..], code.Origin);
        BinaryPrimitives.WriteUInt64BigEndian(segment[24..], code.Origin);
        BinaryPrimitives.WriteUInt64BigEndian(segment[32..], (ulong)bytes.Length);
        BinaryPrimitives.WriteUInt64BigEndian(segment[40..], (ulong)code.Bytes.Length);
        BinaryPrimitives.WriteUInt64BigEndian(segment[48..], Alignment);
        bytes.CopyTo(header[SegmentOffset..]);
        return file;
    }
}
