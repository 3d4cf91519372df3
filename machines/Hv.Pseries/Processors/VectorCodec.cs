using Hv.Runtime.Migration;

namespace Hv.Pseries.Processors;

/// <summary>Saves and loads registers of 128 bits.</summary>
internal sealed class VectorCodec : IStateCodec<UInt128[]>
{
    /// <inheritdoc/>
    public static void Save(StateWriter writer, StateField field, UInt128[] value)
    {
        for (var index = 0; index < value.Length; index++)
            writer.WriteElement(field, index, value.Length, value[index]);
    }

    /// <inheritdoc/>
    public static UInt128[] Load(StateReader reader, StateField field, UInt128[] current)
    {
        for (var index = 0; index < current.Length; index++)
            current[index] = reader.ReadElement<UInt128>(field, index);

        return current;
    }
}
