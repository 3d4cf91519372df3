using System.Runtime.CompilerServices;

namespace Hv.Power.Instructions;

/// <summary>Fields of instruction words, bits numbered from the most significant one as in the Power ISA.</summary>
public static class InstructionWord
{
    /// <summary>Bits <paramref name="first"/> to <paramref name="last"/> as a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Field(uint word, int first, int last) => (word >> (31 - last)) & (uint)((1UL << (last - first + 1)) - 1);

    /// <summary>Sign-extends the low <paramref name="width"/> bits of a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Signed(uint value, int width) => (int)(value << (32 - width)) >> (32 - width);

    /// <summary>The slot of an operand (RA|0): the register that is always zero for 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte OrZero(uint register) => (byte)(register == 0 ? State.PowerState.ZeroRegister : register);

    /// <summary>MASK(mb + 32, me + 32) of the rotate instructions for words: it wraps when mb is above me.</summary>
    public static ulong WordMask(uint mb, uint me) => Mask(mb + 32, me + 32);

    /// <summary>MASK(first, last): ones from one bit to the other, wrapping when the first one is behind the last.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Mask(uint first, uint last)
    {
        var from = ulong.MaxValue >> (int)first;
        var to = ulong.MaxValue << (int)(63 - last);
        return first <= last ? from & to : from | to;
    }
}
