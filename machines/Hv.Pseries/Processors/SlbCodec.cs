using Hv.Runtime.Migration;

namespace Hv.Pseries.Processors;

/// <summary>Saves and loads the segment lookaside buffer: 16 bytes for each entry.</summary>
internal sealed class SlbCodec : IStateCodec<SlbEntry[]>
{
    /// <inheritdoc/>
    public static void Save(StateWriter writer, StateField field, SlbEntry[] value)
    {
        for (var index = 0; index < value.Length; index++)
            writer.WriteElement(field, index, value.Length, new UInt128(value[index].Esid, value[index].Vsid));
    }

    /// <inheritdoc/>
    public static SlbEntry[] Load(StateReader reader, StateField field, SlbEntry[] current)
    {
        for (var index = 0; index < current.Length; index++)
        {
            var entry = reader.ReadElement<UInt128>(field, index);
            current[index] = new SlbEntry((ulong)(entry >> 64), (ulong)entry);
        }

        return current;
    }
}
