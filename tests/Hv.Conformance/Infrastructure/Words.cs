using System.Buffers.Binary;

namespace Hv.Conformance.Infrastructure;

/// <summary>Big-endian 32-bit words.</summary>
internal static class Words
{
    public static byte[] ToBytes(ReadOnlySpan<uint> words)
    {
        var bytes = new byte[words.Length * sizeof(uint)];
        for (var index = 0; index < words.Length; index++)
            BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(index * sizeof(uint)), words[index]);

        return bytes;
    }

    public static uint[] FromBytes(ReadOnlySpan<byte> bytes)
    {
        var words = new uint[bytes.Length / sizeof(uint)];
        for (var index = 0; index < words.Length; index++)
            words[index] = BinaryPrimitives.ReadUInt32BigEndian(bytes[(index * sizeof(uint))..]);

        return words;
    }

    public static string Format(IEnumerable<uint> words) => string.Join(' ', words.Select(word => word.ToString("x", null)));
}
