using System.Buffers.Binary;
using Hv.Runtime.Migration;

namespace Hv.Runtime.Pci;

/// <summary>Streams the interrupt pins that a function asserts: four words, each 0 or 1.</summary>
internal sealed class PciPinsCodec : IStateCodec<uint>
{
    private const int Pins = 4;

    /// <inheritdoc/>
    public static void Save(StateWriter writer, StateField field, uint value)
    {
        writer.BeginField(field);
        for (var pin = 0; pin < Pins; pin++)
            writer.WriteRaw((value >> pin) & 1);

        writer.EndField();
    }

    /// <inheritdoc/>
    public static uint Load(StateReader reader, StateField field, uint current)
    {
        Span<byte> wire = stackalloc byte[Pins * sizeof(uint)];
        reader.ReadBuffer(field, wire);
        var pins = 0u;
        for (var pin = 0; pin < Pins; pin++)
        {
            var level = BinaryPrimitives.ReadUInt32BigEndian(wire[(pin * sizeof(uint))..]);
            if (level > 1)
                throw reader.Fail($"pin {pin} is {level}; allowed: 0 or 1");

            pins |= level << pin;
        }

        return pins;
    }
}
