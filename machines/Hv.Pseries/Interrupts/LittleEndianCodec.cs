using System.Buffers.Binary;
using Hv.Runtime.Migration;

namespace Hv.Pseries.Interrupts;

/// <summary>Saves and loads a word of 32 bits with its bytes the other way round, as <see cref="LittleEndianLongCodec"/> does.</summary>
internal sealed class LittleEndianCodec : IStateCodec<uint>
{
    /// <inheritdoc/>
    public static void Save(StateWriter writer, StateField field, uint value) => writer.Write(field, BinaryPrimitives.ReverseEndianness(value));

    /// <inheritdoc/>
    public static uint Load(StateReader reader, StateField field, uint current) =>
        BinaryPrimitives.ReverseEndianness(reader.Read<uint>(field));
}
