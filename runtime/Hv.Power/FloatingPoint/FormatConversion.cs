namespace Hv.Power.FloatingPoint;

/// <summary>
/// Conversions between formats (Power ISA, book I, 7.6.1.6). A signaling NaN is invalid and becomes quiet; of a NaN's fraction
/// what fits is kept.
/// </summary>
public static class FormatConversion
{
    /// <summary>A double as a single (xscvdpsp, xvcvdpsp).</summary>
    public static FloatingPointResult<uint> DoubleToSingle(ulong a, Fpscr fpscr) =>
        Conversions.Convert<Binary64, Binary32>(a, fpscr.RoundingMode, fpscr).ToUInt32();

    /// <summary>A single as a double (xscvspdp, xvcvspdp).</summary>
    public static FloatingPointResult<ulong> SingleToDouble(uint a, Fpscr fpscr) =>
        Conversions.Convert<Binary32, Binary64>(a, fpscr.RoundingMode, fpscr).ToUInt64();

    /// <summary>A double as a half (xscvdphp), in the low 16 bits.</summary>
    public static FloatingPointResult<uint> DoubleToHalf(ulong a, Fpscr fpscr) =>
        Conversions.Convert<Binary64, Binary16>(a, fpscr.RoundingMode, fpscr).ToUInt32();

    /// <summary>A half as a double (xscvhpdp).</summary>
    public static FloatingPointResult<ulong> HalfToDouble(ushort a, Fpscr fpscr) =>
        Conversions.Convert<Binary16, Binary64>(a, fpscr.RoundingMode, fpscr).ToUInt64();

    /// <summary>A single as a half (xvcvsphp), in the low 16 bits.</summary>
    public static FloatingPointResult<uint> SingleToHalf(uint a, Fpscr fpscr) =>
        Conversions.Convert<Binary32, Binary16>(a, fpscr.RoundingMode, fpscr).ToUInt32();

    /// <summary>A half as a single (xvcvhpsp).</summary>
    public static FloatingPointResult<uint> HalfToSingle(ushort a, Fpscr fpscr) =>
        Conversions.Convert<Binary16, Binary32>(a, fpscr.RoundingMode, fpscr).ToUInt32();

    /// <summary>A double as a quad (xscvdpqp).</summary>
    public static FloatingPointResult<UInt128> DoubleToQuad(ulong a, Fpscr fpscr) =>
        Conversions.Convert<Binary64, Binary128>(a, fpscr.RoundingMode, fpscr).ToUInt128();

    /// <summary>A quad as a double (xscvqpdp, xscvqpdpo).</summary>
    public static FloatingPointResult<ulong> QuadToDouble(UInt128 a, bool roundsToOdd, Fpscr fpscr) =>
        Conversions.Convert<Binary128, Binary64>(a, roundsToOdd ? RoundingMode.ToOdd : fpscr.RoundingMode, fpscr).ToUInt64();
}
