using System.Runtime.CompilerServices;
using Hv.Power.Memory;

namespace Hv.Power.Execution;

/// <summary>What depends on whether the processor runs in 64-bit or in 32-bit mode; a constant where it is used.</summary>
public static class Width
{
    /// <summary>An address of the mode.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Address<TMemory>(ulong address)
        where TMemory : struct, IPowerMemory => TMemory.Is32Bit ? (uint)address : address;

    /// <summary>A result as it is compared with zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Signed<TMemory>(ulong value)
        where TMemory : struct, IPowerMemory => TMemory.Is32Bit ? (int)value : (long)value;

    /// <summary>A carry or overflow of the mode.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Flag<TMemory>(bool of64Bits, bool of32Bits)
        where TMemory : struct, IPowerMemory => TMemory.Is32Bit ? of32Bits : of64Bits;
}
