using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hv.Power.Execution;
using Hv.Power.Memory;

namespace Hv.Power.Instructions.VectorScalar;

/// <summary>
/// Elements of vectors in memory. A quadword of little-endian memory begins with its last byte; elements that lie there one after the other,
/// each in that order, are those of the quadword from the last one on.
/// </summary>
internal static class VectorMemory
{
    private const int LengthShift = 56;
    private const uint VectorSize = 16;

    /// <summary>The doublewords of a quadword in the order of memory, or of those the quadword.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static UInt128 Doublewords<TMemory>(UInt128 quadword)
        where TMemory : struct, IPowerMemory => TMemory.IsBigEndian ? quadword : UInt128.RotateLeft(quadword, 64);

    /// <summary>The words of a quadword in the order of memory, or of those the quadword.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static UInt128 Words<TMemory>(UInt128 quadword)
        where TMemory : struct, IPowerMemory => TMemory.IsBigEndian ? quadword : ReverseWords(quadword);

    /// <summary>The halfwords of a quadword in the order of memory, or of those the quadword.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static UInt128 Halfwords<TMemory>(UInt128 quadword)
        where TMemory : struct, IPowerMemory
    {
        if (TMemory.IsBigEndian)
            return quadword;

        var halfwords = Unsafe.BitCast<UInt128, Vector128<ushort>>(quadword);
        return Unsafe.BitCast<Vector128<ushort>, UInt128>(Vector128.Shuffle(halfwords, Vector128.Create((ushort)7, 6, 5, 4, 3, 2, 1, 0)));
    }

    /// <summary>The bytes of a quadword in the order of memory, or of those the quadword.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static UInt128 Bytes<TMemory>(UInt128 quadword)
        where TMemory : struct, IPowerMemory => TMemory.IsBigEndian ? quadword : BinaryPrimitives.ReverseEndianness(quadword);

    /// <summary>The words of a quadword from the last one on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static UInt128 ReverseWords(UInt128 quadword)
    {
        var words = Unsafe.BitCast<UInt128, Vector128<uint>>(quadword);
        return Unsafe.BitCast<Vector128<uint>, UInt128>(Vector128.Shuffle(words, Vector128.Create(3u, 2, 1, 0)));
    }

    /// <summary>Loads as many bytes as the first byte of a length says, at most sixteen.</summary>
    /// <param name="memory">The memory.</param>
    /// <param name="address">Where they begin.</param>
    /// <param name="length">The length.</param>
    /// <param name="isReversed">Whether the first of them becomes the last one of the value, not the first one.</param>
    /// <param name="value">They, and zeros.</param>
    public static Outcome Read<TMemory>(ref TMemory memory, ulong address, ulong length, bool isReversed, out UInt128 value)
        where TMemory : struct, IPowerMemory
    {
        value = 0;
        var count = Count(length);
        address = Width.Address<TMemory>(address);
        var outcome = count == 0 ? Outcome.Completed : memory.Probe(address, count, isStore: false);
        for (var index = 0u; outcome == Outcome.Completed && index < count; index++)
        {
            outcome = memory.Read(Width.Address<TMemory>(address + index), out byte read);
            value |= (UInt128)read << Shift(index, isReversed);
        }

        return outcome;
    }

    /// <summary>Stores as many bytes as the first byte of a length says, at most sixteen: those that a load puts there.</summary>
    public static Outcome Write<TMemory>(ref TMemory memory, ulong address, ulong length, bool isReversed, UInt128 value)
        where TMemory : struct, IPowerMemory
    {
        var count = Count(length);
        address = Width.Address<TMemory>(address);
        var outcome = count == 0 ? Outcome.Completed : memory.Probe(address, count, isStore: true);
        for (var index = 0u; outcome == Outcome.Completed && index < count; index++)
            outcome = memory.Write(Width.Address<TMemory>(address + index), (byte)(value >> Shift(index, isReversed)));

        return outcome;
    }

    private static uint Count(ulong length) => Math.Min((uint)(length >> LengthShift), VectorSize);

    private static int Shift(uint index, bool isReversed) => 8 * (int)(isReversed ? index : VectorSize - 1 - index);
}
