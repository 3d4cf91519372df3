using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Hv.Runtime.Migration;

/// <summary>Arrays of integers between the host's byte order and the stream's.</summary>
internal static class BigEndian
{
    /// <summary>Reads an integer from the first bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Read<T>(ReadOnlySpan<byte> bytes)
        where T : unmanaged, IBinaryInteger<T> => Unsafe.SizeOf<T>() switch
        {
            1 => Unsafe.BitCast<byte, T>(bytes[0]),
            2 => Unsafe.BitCast<ushort, T>(BinaryPrimitives.ReadUInt16BigEndian(bytes)),
            4 => Unsafe.BitCast<uint, T>(BinaryPrimitives.ReadUInt32BigEndian(bytes)),
            8 => Unsafe.BitCast<ulong, T>(BinaryPrimitives.ReadUInt64BigEndian(bytes)),
            _ => T.ReadBigEndian(bytes[..Unsafe.SizeOf<T>()], isUnsigned: !T.IsNegative(T.Zero - T.One)),
        };

    /// <summary>Writes an integer to the first bytes.</summary>
    /// <remarks>Not by <c>WriteBigEndian</c>, which boxes the value: the interface implements it itself.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write<T>(Span<byte> bytes, T value)
        where T : unmanaged, IBinaryInteger<T>
    {
        switch (Unsafe.SizeOf<T>())
        {
            case 1:
                bytes[0] = Unsafe.BitCast<T, byte>(value);
                break;
            case 2:
                BinaryPrimitives.WriteUInt16BigEndian(bytes, Unsafe.BitCast<T, ushort>(value));
                break;
            case 4:
                BinaryPrimitives.WriteUInt32BigEndian(bytes, Unsafe.BitCast<T, uint>(value));
                break;
            case 8:
                BinaryPrimitives.WriteUInt64BigEndian(bytes, Unsafe.BitCast<T, ulong>(value));
                break;
            default:
                value.TryWriteBigEndian(bytes, out _);
                break;
        }
    }

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
