namespace Hv.Power.FloatingPoint;

/// <summary>
/// Conversions to and from integers (Power ISA, book I, 4.6.7, 7.6.1.7). What does not fit becomes the nearest integer that
/// does, a NaN the smallest; both are invalid. FPRF, which the ISA leaves undefined with an integer as the result, stays.
/// </summary>
public static class IntegerConversion
{
    /// <summary>A double as a signed integer of 32 bits (fctiw, xscvdpsxws).</summary>
    /// <param name="a">The value.</param>
    /// <param name="mode">How it is rounded.</param>
    /// <param name="fpscr">The enables.</param>
    /// <param name="marksInvalid">Whether an invalid conversion sets the bits C and FU of FPRF, as with fctiw.</param>
    public static FloatingPointResult<uint> DoubleToInt32(ulong a, RoundingMode mode, Fpscr fpscr, bool marksInvalid = false) =>
        mode == RoundingMode.TowardZero && HostArithmetic.TryTruncate(BitConverter.UInt64BitsToDouble(a), int.MaxValue, out var integer, out var effects)
            ? new((uint)integer, effects)
            : Conversions.ToInteger<Binary64>(a, 32, isSigned: true, mode, fpscr, marksInvalid).ToUInt32();

    /// <summary>A double as an unsigned integer of 32 bits (fctiwu, xscvdpuxws).</summary>
    /// <param name="a">The value.</param>
    /// <param name="mode">How it is rounded.</param>
    /// <param name="fpscr">The enables.</param>
    /// <param name="marksInvalid">Whether an invalid conversion sets the bits C and FU of FPRF, as with fctiwu.</param>
    public static FloatingPointResult<uint> DoubleToUInt32(ulong a, RoundingMode mode, Fpscr fpscr, bool marksInvalid = false) =>
        Conversions.ToInteger<Binary64>(a, 32, isSigned: false, mode, fpscr, marksInvalid).ToUInt32();

    /// <summary>A double as a signed integer of 64 bits (fctid, xscvdpsxds).</summary>
    /// <param name="a">The value.</param>
    /// <param name="mode">How it is rounded.</param>
    /// <param name="fpscr">The enables.</param>
    /// <param name="marksInvalid">Whether an invalid conversion sets the bits C and FU of FPRF, as with fctid.</param>
    public static FloatingPointResult<ulong> DoubleToInt64(ulong a, RoundingMode mode, Fpscr fpscr, bool marksInvalid = false) =>
        mode == RoundingMode.TowardZero && HostArithmetic.TryTruncate(BitConverter.UInt64BitsToDouble(a), HostArithmetic.IntegerLimit, out var integer, out var effects)
            ? new((ulong)integer, effects)
            : Conversions.ToInteger<Binary64>(a, 64, isSigned: true, mode, fpscr, marksInvalid).ToUInt64();

    /// <summary>A double as an unsigned integer of 64 bits (fctidu, xscvdpuxds).</summary>
    /// <param name="a">The value.</param>
    /// <param name="mode">How it is rounded.</param>
    /// <param name="fpscr">The enables.</param>
    /// <param name="marksInvalid">Whether an invalid conversion sets the bits C and FU of FPRF, as with fctidu.</param>
    public static FloatingPointResult<ulong> DoubleToUInt64(ulong a, RoundingMode mode, Fpscr fpscr, bool marksInvalid = false) =>
        Conversions.ToInteger<Binary64>(a, 64, isSigned: false, mode, fpscr, marksInvalid).ToUInt64();

    /// <summary>A single as a signed integer of 32 bits (xvcvspsxws).</summary>
    public static FloatingPointResult<uint> SingleToInt32(uint a, RoundingMode mode, Fpscr fpscr) =>
        Conversions.ToInteger<Binary32>(a, 32, isSigned: true, mode, fpscr, marksInvalid: false).ToUInt32();

    /// <summary>A single as an unsigned integer of 32 bits (xvcvspuxws).</summary>
    public static FloatingPointResult<uint> SingleToUInt32(uint a, RoundingMode mode, Fpscr fpscr) =>
        Conversions.ToInteger<Binary32>(a, 32, isSigned: false, mode, fpscr, marksInvalid: false).ToUInt32();

    /// <summary>A single as a signed integer of 64 bits (xvcvspsxds).</summary>
    public static FloatingPointResult<ulong> SingleToInt64(uint a, RoundingMode mode, Fpscr fpscr) =>
        Conversions.ToInteger<Binary32>(a, 64, isSigned: true, mode, fpscr, marksInvalid: false).ToUInt64();

    /// <summary>A single as an unsigned integer of 64 bits (xvcvspuxds).</summary>
    public static FloatingPointResult<ulong> SingleToUInt64(uint a, RoundingMode mode, Fpscr fpscr) =>
        Conversions.ToInteger<Binary32>(a, 64, isSigned: false, mode, fpscr, marksInvalid: false).ToUInt64();

    /// <summary>A quad as a signed integer of 32 bits (xscvqpswz).</summary>
    public static FloatingPointResult<uint> QuadToInt32(UInt128 a, RoundingMode mode, Fpscr fpscr) =>
        Conversions.ToInteger<Binary128>(a, 32, isSigned: true, mode, fpscr, marksInvalid: false).ToUInt32();

    /// <summary>A quad as an unsigned integer of 32 bits (xscvqpuwz).</summary>
    public static FloatingPointResult<uint> QuadToUInt32(UInt128 a, RoundingMode mode, Fpscr fpscr) =>
        Conversions.ToInteger<Binary128>(a, 32, isSigned: false, mode, fpscr, marksInvalid: false).ToUInt32();

    /// <summary>A quad as a signed integer of 64 bits (xscvqpsdz).</summary>
    public static FloatingPointResult<ulong> QuadToInt64(UInt128 a, RoundingMode mode, Fpscr fpscr) =>
        Conversions.ToInteger<Binary128>(a, 64, isSigned: true, mode, fpscr, marksInvalid: false).ToUInt64();

    /// <summary>A quad as an unsigned integer of 64 bits (xscvqpudz).</summary>
    public static FloatingPointResult<ulong> QuadToUInt64(UInt128 a, RoundingMode mode, Fpscr fpscr) =>
        Conversions.ToInteger<Binary128>(a, 64, isSigned: false, mode, fpscr, marksInvalid: false).ToUInt64();

    /// <summary>A quad as a signed integer of 128 bits (xscvqpsqz).</summary>
    public static FloatingPointResult<UInt128> QuadToInt128(UInt128 a, RoundingMode mode, Fpscr fpscr) =>
        Conversions.ToInteger<Binary128>(a, 128, isSigned: true, mode, fpscr, marksInvalid: false).ToUInt128();

    /// <summary>A quad as an unsigned integer of 128 bits (xscvqpuqz).</summary>
    public static FloatingPointResult<UInt128> QuadToUInt128(UInt128 a, RoundingMode mode, Fpscr fpscr) =>
        Conversions.ToInteger<Binary128>(a, 128, isSigned: false, mode, fpscr, marksInvalid: false).ToUInt128();

    /// <summary>A signed integer as a double (fcfid, xscvsxddp).</summary>
    public static FloatingPointResult<ulong> Int64ToDouble(long a, Fpscr fpscr) =>
        HostArithmetic.Serves(fpscr) && HostArithmetic.TryConvert(a, out var result, out var residual)
            ? new(BitConverter.DoubleToUInt64Bits(result), HostArithmetic.Effects(result, residual))
            : Conversions.FromInteger<Binary64>(Magnitude(a), a < 0, fpscr.RoundingMode, fpscr).ToUInt64();

    /// <summary>An unsigned integer as a double (fcfidu, xscvuxddp).</summary>
    public static FloatingPointResult<ulong> UInt64ToDouble(ulong a, Fpscr fpscr) =>
        HostArithmetic.Serves(fpscr) && (long)a > 0 && HostArithmetic.TryConvert((long)a, out var result, out var residual)
            ? new(BitConverter.DoubleToUInt64Bits(result), HostArithmetic.Effects(result, residual))
            : Conversions.FromInteger<Binary64>(a, isNegative: false, fpscr.RoundingMode, fpscr).ToUInt64();

    /// <summary>A signed integer as a single (xvcvsxdsp, xvcvsxwsp).</summary>
    public static FloatingPointResult<uint> Int64ToSingle(long a, Fpscr fpscr) =>
        Conversions.FromInteger<Binary32>(Magnitude(a), a < 0, fpscr.RoundingMode, fpscr).ToUInt32();

    /// <summary>An unsigned integer as a single (xvcvuxdsp, xvcvuxwsp).</summary>
    public static FloatingPointResult<uint> UInt64ToSingle(ulong a, Fpscr fpscr) =>
        Conversions.FromInteger<Binary32>(a, isNegative: false, fpscr.RoundingMode, fpscr).ToUInt32();

    /// <summary>A signed integer as a single that is held as a double (fcfids, xscvsxdsp).</summary>
    public static FloatingPointResult<ulong> Int64ToRoundedSingle(long a, Fpscr fpscr) =>
        Conversions.FromInteger<SingleInDouble>(Magnitude(a), a < 0, fpscr.RoundingMode, fpscr).ToUInt64();

    /// <summary>An unsigned integer as a single that is held as a double (fcfidus, xscvuxdsp).</summary>
    public static FloatingPointResult<ulong> UInt64ToRoundedSingle(ulong a, Fpscr fpscr) =>
        Conversions.FromInteger<SingleInDouble>(a, isNegative: false, fpscr.RoundingMode, fpscr).ToUInt64();

    /// <summary>A signed integer as a quad (xscvsdqp, xscvsqqp).</summary>
    public static FloatingPointResult<UInt128> Int128ToQuad(Int128 a, Fpscr fpscr) =>
        Conversions.FromInteger<Binary128>(unchecked((UInt128)(a < 0 ? -a : a)), a < 0, fpscr.RoundingMode, fpscr).ToUInt128();

    /// <summary>An unsigned integer as a quad (xscvudqp, xscvuqqp).</summary>
    public static FloatingPointResult<UInt128> UInt128ToQuad(UInt128 a, Fpscr fpscr) =>
        Conversions.FromInteger<Binary128>(a, isNegative: false, fpscr.RoundingMode, fpscr).ToUInt128();

    private static ulong Magnitude(long value) => value < 0 ? unchecked((ulong)-value) : (ulong)value;
}
