using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Hv.Runtime.Migration;

/// <summary>Arrays of integers between the host's byte order and the stream's.</summary>
internal static class BigEndian
{
    /// <summary>Copies integers to bytes, big-endian.</summary>
    public static void Copy<T>(ReadOnlySpan<T> values, Span<byte> destination)
        where T : unmanaged, IBinaryInteger<T> => Swap<T>(MemoryMarshal.AsBytes(values), destination);

    /// <summary>Turns integers in place from the stream's byte order into the host's.</summary>
    public static void ToHost<T>(Span<T> values)
        where T : unmanaged, IBinaryInteger<T> => Swap<T>(MemoryMarshal.AsBytes(values), MemoryMarshal.AsBytes(values));

    private static void Swap<T>(ReadOnlySpan<byte> from, Span<byte> to)
    {
        switch (BitConverter.IsLittleEndian ? Unsafe.SizeOf<T>() : 1)
        {
            case 2:
                BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, ushort>(from), MemoryMarshal.Cast<byte, ushort>(to));
                break;
            case 4:
                BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, uint>(from), MemoryMarshal.Cast<byte, uint>(to));
                break;
            case 8:
                BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, ulong>(from), MemoryMarshal.Cast<byte, ulong>(to));
                break;
            default:
                from.CopyTo(to);
                break;
        }
    }
}
