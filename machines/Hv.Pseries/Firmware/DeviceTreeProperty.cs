using System.Buffers.Binary;
using System.Text;

namespace Hv.Pseries.Firmware;

/// <summary>One property of a device-tree node, as its bytes stand in a flattened device tree.</summary>
/// <param name="Name">The name.</param>
/// <param name="Value">The bytes.</param>
public sealed record DeviceTreeProperty(string Name, byte[] Value)
{
    /// <summary>A property of 32-bit big-endian cells.</summary>
    public static DeviceTreeProperty OfCells(string name, params ReadOnlySpan<uint> cells)
    {
        var value = new byte[cells.Length * sizeof(uint)];
        for (var index = 0; index < cells.Length; index++)
            BinaryPrimitives.WriteUInt32BigEndian(value.AsSpan(index * sizeof(uint)), cells[index]);

        return new DeviceTreeProperty(name, value);
    }

    /// <summary>A property of texts, each ended by NUL.</summary>
    public static DeviceTreeProperty OfTexts(string name, IEnumerable<string> texts) =>
        new(name, Encoding.ASCII.GetBytes(string.Concat(texts.Select(text => text + '\0'))));

    /// <summary>A property that says all by being there.</summary>
    public static DeviceTreeProperty Empty(string name) => new(name, []);
}
