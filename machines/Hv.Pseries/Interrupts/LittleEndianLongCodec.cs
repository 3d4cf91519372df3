using System.Buffers.Binary;
using Hv.Runtime.Migration;

namespace Hv.Pseries.Interrupts;

/// <summary>
/// Saves and loads a word of 64 bits with its bytes the other way round. Tables of XIVE are big-endian in QEMU's memory, and it sends
/// their words as if they were the host's numbers: streams of little-endian hosts, all that there are, have them reversed.
/// </summary>
internal sealed class LittleEndianLongCodec : IStateCodec<ulong>
{
    /// <inheritdoc/>
    public static void Save(StateWriter writer, StateField field, ulong value) =>
        writer.Write(field, BinaryPrimitives.ReverseEndianness(value));

    /// <inheritdoc/>
    public static ulong Load(StateReader reader, StateField field, ulong current) =>
        BinaryPrimitives.ReverseEndianness(reader.Read<ulong>(field));
}
