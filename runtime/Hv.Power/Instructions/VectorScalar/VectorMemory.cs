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

    /// <summary>Loads elements, of which the first one comes first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Outcome Read<TMemory, T>(ref TMemory memory, ulong ea, out Vector128<T> elements)
        where TMemory : struct, IPowerMemory
    {
        var outcome = memory.Read(ea, out UInt128 quadword);
        var vector = Unsafe.BitCast<UInt128, Vector128<T>>(quadword);
        elements = TMemory.IsBigEndian ? vector : Reverse(vector);
        return outcome;
    }

    /// <summary>Stores elements, of which the first one comes first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Outcome Write<TMemory, T>(ref TMemory memory, ulong ea, Vector128<T> elements)
        where TMemory : struct, IPowerMemory =>
        memory.Write(ea, Unsafe.BitCast<Vector128<T>, UInt128>(TMemory.IsBigEndian ? elements : Reverse(elements)));

    /// <summary>Elements from the last one on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Reverse<T>(Vector128<T> vector) => Unsafe.SizeOf<T>() switch
    {
        1 => Vector128.Shuffle(vector.AsByte(), Vector128.Create((byte)15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0)).As<byte, T>(),
        2 => Vector128.Shuffle(vector.AsUInt16(), Vector128.Create((ushort)7, 6, 5, 4, 3, 2, 1, 0)).As<ushort, T>(),
        4 => Vector128.Shuffle(vector.AsUInt32(), Vector128.Create(3u, 2, 1, 0)).As<uint, T>(),
        _ => Vector128.Shuffle(vector.AsUInt64(), Vector128.Create(1ul, 0)).As<ulong, T>(),
    };

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
