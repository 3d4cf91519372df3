namespace Hv.Power.FloatingPoint;

/// <summary>What the operations for all formats return: the bits in the low end of <see cref="Bits"/>.</summary>
internal readonly record struct CoreResult(UInt128 Bits, FpscrEffects Effects)
{
    public FloatingPointResult<uint> ToUInt32() => new((uint)Bits, Effects);

    public FloatingPointResult<ulong> ToUInt64() => new((ulong)Bits, Effects);

    public FloatingPointResult<UInt128> ToUInt128() => new(Bits, Effects);
}
