using System.Buffers.Binary;

namespace Hv.Runtime.Migration;

/// <summary>Streams bits as 64-bit words, bit i in word i / 64 with the value 2^(i mod 64): one field of type <c>bitmap</c>.</summary>
public sealed class BitmapCodec : IStateCodec<ulong[]>
{
    /// <inheritdoc/>
    public static void Save(StateWriter writer, StateField field, ulong[] value)
    {
        writer.BeginField(field);
        writer.WriteRaw<ulong>(value);
        writer.EndField();
    }

    /// <inheritdoc/>
    public static ulong[] Load(StateReader reader, StateField field, ulong[] current)
    {
        var wire = new byte[current.Length * sizeof(ulong)];
        reader.ReadBuffer(field, wire);
        for (var word = 0; word < current.Length; word++)
            current[word] = BinaryPrimitives.ReadUInt64BigEndian(wire.AsSpan(word * sizeof(ulong)));

        return current;
    }
}
