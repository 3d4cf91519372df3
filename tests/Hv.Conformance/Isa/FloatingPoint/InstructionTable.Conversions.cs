using Hv.Power.FloatingPoint;

namespace Hv.Conformance.Isa.FloatingPoint;

/// <summary>Conversions and rounding.</summary>
internal static partial class InstructionTable
{
    private delegate FloatingPointResult<ulong> ToInteger(ulong a, RoundingMode mode, Fpscr fpscr);

    // Properties are initialized in their order in this file: these come first.
    private static (string Suffix, uint Floating, uint Offset, RoundingMode Mode)[] RoundingForms { get; } =
    [
        ("", 392, 0, RoundingMode.NearestAway), ("z", 424, 16, RoundingMode.TowardZero),
        ("p", 456, 32, RoundingMode.TowardPositive), ("m", 488, 48, RoundingMode.TowardNegative),
    ];

    private static (uint R, uint Rmc)[] QuadModes { get; } = [(0, 0), (0, 3), (1, 0), (1, 1), (1, 2), (1, 3)];

    /// <summary>Doubles and singles to integers.</summary>
    public static IReadOnlyList<FloatingPointInstruction> ToIntegers { get; } =
    [
        .. ToIntegerInRegister("fctiw", 14, 15,
            (a, mode, fpscr) => Widen(IntegerConversion.DoubleToInt32(a, mode, fpscr, marksInvalid: true)), 32),
        .. ToIntegerInRegister("fctiwu", 142, 143,
            (a, mode, fpscr) => Widen(IntegerConversion.DoubleToUInt32(a, mode, fpscr, marksInvalid: true)), 32),
        .. ToIntegerInRegister("fctid", 814, 815,
            (a, mode, fpscr) => IntegerConversion.DoubleToInt64(a, mode, fpscr, marksInvalid: true), 64),
        .. ToIntegerInRegister("fctidu", 942, 943,
            (a, mode, fpscr) => IntegerConversion.DoubleToUInt64(a, mode, fpscr, marksInvalid: true), 64),
        OfScalar("xscvdpsxds", XX2Form(344), OperandKind.Doubles,
            (_, b, _, fpscr) => IntegerConversion.DoubleToInt64(b, RoundingMode.TowardZero, fpscr)),
        OfScalar("xscvdpuxds", XX2Form(328), OperandKind.Doubles,
            (_, b, _, fpscr) => IntegerConversion.DoubleToUInt64(b, RoundingMode.TowardZero, fpscr)),
        OfScalar("xscvdpsxws", XX2Form(88), OperandKind.Doubles,
            (_, b, _, fpscr) => Twice(IntegerConversion.DoubleToInt32(b, RoundingMode.TowardZero, fpscr))),
        OfScalar("xscvdpuxws", XX2Form(72), OperandKind.Doubles,
            (_, b, _, fpscr) => Twice(IntegerConversion.DoubleToUInt32(b, RoundingMode.TowardZero, fpscr))),
        OfDoubles("xvcvdpsxds", XX2Form(472),
            (_, b, _, fpscr) => IntegerConversion.DoubleToInt64(b, RoundingMode.TowardZero, fpscr)),
        OfDoubles("xvcvdpuxds", XX2Form(456),
            (_, b, _, fpscr) => IntegerConversion.DoubleToUInt64(b, RoundingMode.TowardZero, fpscr)),
        OfDoubles("xvcvdpsxws", XX2Form(216),
            (_, b, _, fpscr) => Twice(IntegerConversion.DoubleToInt32(b, RoundingMode.TowardZero, fpscr))),
        OfDoubles("xvcvdpuxws", XX2Form(200),
            (_, b, _, fpscr) => Twice(IntegerConversion.DoubleToUInt32(b, RoundingMode.TowardZero, fpscr))),
        OfDoubles("xvcvspsxds", XX2Form(408),
            (_, b, _, fpscr) => IntegerConversion.SingleToInt64((uint)(b >> 32), RoundingMode.TowardZero, fpscr),
            OperandKind.Singles),
        OfDoubles("xvcvspuxds", XX2Form(392),
            (_, b, _, fpscr) => IntegerConversion.SingleToUInt64((uint)(b >> 32), RoundingMode.TowardZero, fpscr),
            OperandKind.Singles),
        OfSingles("xvcvspsxws", XX2Form(152),
            (_, b, _, fpscr) => IntegerConversion.SingleToInt32(b, RoundingMode.TowardZero, fpscr)),
        OfSingles("xvcvspuxws", XX2Form(136),
            (_, b, _, fpscr) => IntegerConversion.SingleToUInt32(b, RoundingMode.TowardZero, fpscr)),
    ];

    /// <summary>Integers to doubles and singles.</summary>
    public static IReadOnlyList<FloatingPointInstruction> FromIntegers { get; } =
    [
        OfScalar("fcfid", XForm(Floating, 846, 0), OperandKind.Integers,
            (_, b, _, fpscr) => IntegerConversion.Int64ToDouble((long)b, fpscr)),
        OfScalar("fcfidu", XForm(Floating, 974, 0), OperandKind.Integers,
            (_, b, _, fpscr) => IntegerConversion.UInt64ToDouble(b, fpscr)),
        OfScalar("fcfids", XForm(FloatingSingle, 846, 0), OperandKind.Integers,
            (_, b, _, fpscr) => IntegerConversion.Int64ToRoundedSingle((long)b, fpscr)),
        OfScalar("fcfidus", XForm(FloatingSingle, 974, 0), OperandKind.Integers,
            (_, b, _, fpscr) => IntegerConversion.UInt64ToRoundedSingle(b, fpscr)),
        OfScalar("xscvsxddp", XX2Form(376), OperandKind.Integers,
            (_, b, _, fpscr) => IntegerConversion.Int64ToDouble((long)b, fpscr)),
        OfScalar("xscvuxddp", XX2Form(360), OperandKind.Integers, (_, b, _, fpscr) => IntegerConversion.UInt64ToDouble(b, fpscr)),
        OfScalar("xscvsxdsp", XX2Form(312), OperandKind.Integers,
            (_, b, _, fpscr) => IntegerConversion.Int64ToRoundedSingle((long)b, fpscr)),
        OfScalar("xscvuxdsp", XX2Form(296), OperandKind.Integers,
            (_, b, _, fpscr) => IntegerConversion.UInt64ToRoundedSingle(b, fpscr)),
        OfDoubles("xvcvsxddp", XX2Form(504),
            (_, b, _, fpscr) => IntegerConversion.Int64ToDouble((long)b, fpscr), OperandKind.Integers),
        OfDoubles("xvcvuxddp", XX2Form(488),
            (_, b, _, fpscr) => IntegerConversion.UInt64ToDouble(b, fpscr), OperandKind.Integers),
        OfDoubles("xvcvsxwdp", XX2Form(248),
            (_, b, _, fpscr) => IntegerConversion.Int64ToDouble((int)(b >> 32), fpscr), OperandKind.Integers),
        OfDoubles("xvcvuxwdp", XX2Form(232),
            (_, b, _, fpscr) => IntegerConversion.UInt64ToDouble(b >> 32, fpscr), OperandKind.Integers),
        OfDoubles("xvcvsxdsp", XX2Form(440),
            (_, b, _, fpscr) => Twice(IntegerConversion.Int64ToSingle((long)b, fpscr)), OperandKind.Integers),
        OfDoubles("xvcvuxdsp", XX2Form(424),
            (_, b, _, fpscr) => Twice(IntegerConversion.UInt64ToSingle(b, fpscr)), OperandKind.Integers),
        OfSingles("xvcvsxwsp", XX2Form(184),
            (_, b, _, fpscr) => IntegerConversion.Int64ToSingle((int)b, fpscr), OperandKind.Integers),
        OfSingles("xvcvuxwsp", XX2Form(168),
            (_, b, _, fpscr) => IntegerConversion.UInt64ToSingle(b, fpscr), OperandKind.Integers),
    ];

    /// <summary>Doubles, singles and halves to each other.</summary>
    public static IReadOnlyList<FloatingPointInstruction> BetweenFormats { get; } =
    [
        OfScalar("xscvdpsp", XX2Form(265), OperandKind.Doubles,
            (_, b, _, fpscr) => Twice(FormatConversion.DoubleToSingle(b, fpscr))),
        OfScalar("xscvspdp", XX2Form(329), OperandKind.Singles,
            (_, b, _, fpscr) => FormatConversion.SingleToDouble((uint)(b >> 32), fpscr)),
        OfScalar("xscvdphp", XX2Form(347, 17), OperandKind.Doubles,
            (_, b, _, fpscr) => Widen(FormatConversion.DoubleToHalf(b, fpscr))),
        OfScalar("xscvhpdp", XX2Form(347, 16), OperandKind.Halves,
            (_, b, _, fpscr) => FormatConversion.HalfToDouble((ushort)b, fpscr)),
        OfScalar("xscvspdpn", XX2Form(331), OperandKind.Singles,
            (_, b, _, _) => new(RoundedToSingle.FromSingle((uint)(b >> 32)), default)),
        OfScalar("xscvdpspn", XX2Form(267), OperandKind.SinglesInDoubles,
            (_, b, _, _) => Twice(new(RoundedToSingle.ToSingle(b), default))),
        OfDoubles("xvcvdpsp", XX2Form(393), (_, b, _, fpscr) => Twice(FormatConversion.DoubleToSingle(b, fpscr))),
        OfDoubles("xvcvspdp", XX2Form(457),
            (_, b, _, fpscr) => FormatConversion.SingleToDouble((uint)(b >> 32), fpscr), OperandKind.Singles),
        OfSingles("xvcvsphp", XX2Form(475, 25), (_, b, _, fpscr) => FormatConversion.SingleToHalf(b, fpscr)),
        OfSingles("xvcvhpsp", XX2Form(475, 24),
            (_, b, _, fpscr) => FormatConversion.HalfToSingle((ushort)b, fpscr), OperandKind.Halves),
    ];

    /// <summary>Quads to and from everything else.</summary>
    public static IReadOnlyList<FloatingPointInstruction> QuadConversions { get; } =
    [
        .. ((bool[])[false, true]).Select(toOdd =>
            InQuad(Odd("xscvqpdp", toOdd), Odd(XForm(Floating, 836, 20), toOdd), OperandKind.Quad,
                (b, fpscr) => HighOf(FormatConversion.QuadToDouble(b, toOdd, fpscr)))),
        InQuad("xscvdpqp", XForm(Floating, 836, 22), OperandKind.Doubles,
            (b, fpscr) => FormatConversion.DoubleToQuad(High(b), fpscr)),
        InQuad("xscvqpsdz", XForm(Floating, 836, 25), OperandKind.Quad,
            (b, fpscr) => HighOf(IntegerConversion.QuadToInt64(b, RoundingMode.TowardZero, fpscr))),
        InQuad("xscvqpudz", XForm(Floating, 836, 17), OperandKind.Quad,
            (b, fpscr) => HighOf(IntegerConversion.QuadToUInt64(b, RoundingMode.TowardZero, fpscr))),
        InQuad("xscvqpswz", XForm(Floating, 836, 9), OperandKind.Quad,
            (b, fpscr) => HighOf(SignExtend(IntegerConversion.QuadToInt32(b, RoundingMode.TowardZero, fpscr)))),
        InQuad("xscvqpuwz", XForm(Floating, 836, 1), OperandKind.Quad,
            (b, fpscr) => HighOf(Widen(IntegerConversion.QuadToUInt32(b, RoundingMode.TowardZero, fpscr)))),
        InQuad("xscvqpsqz", XForm(Floating, 836, 8), OperandKind.Quad,
            (b, fpscr) => IntegerConversion.QuadToInt128(b, RoundingMode.TowardZero, fpscr)),
        InQuad("xscvqpuqz", XForm(Floating, 836, 0), OperandKind.Quad,
            (b, fpscr) => IntegerConversion.QuadToUInt128(b, RoundingMode.TowardZero, fpscr)),
        InQuad("xscvsdqp", XForm(Floating, 836, 10), OperandKind.Integers,
            (b, fpscr) => IntegerConversion.Int128ToQuad((long)High(b), fpscr)),
        InQuad("xscvudqp", XForm(Floating, 836, 2), OperandKind.Integers,
            (b, fpscr) => IntegerConversion.UInt128ToQuad(High(b), fpscr)),
        InQuad("xscvsqqp", XForm(Floating, 836, 11), OperandKind.WideInteger,
            (b, fpscr) => IntegerConversion.Int128ToQuad((Int128)b, fpscr)),
        InQuad("xscvuqqp", XForm(Floating, 836, 3), OperandKind.WideInteger,
            (b, fpscr) => IntegerConversion.UInt128ToQuad(b, fpscr)),
    ];

    /// <summary>Rounding to integers that stay in the format.</summary>
    public static IReadOnlyList<FloatingPointInstruction> RoundingToIntegers { get; } =
    [
        .. RoundingForms.SelectMany(form => (FloatingPointInstruction[])
        [
            OfScalar("fri" + (form.Suffix.Length == 0 ? "n" : form.Suffix),
                XForm(Floating, form.Floating, 0), OperandKind.Doubles,
                (_, b, _, fpscr) => DoublePrecision.RoundToIntegral(b, form.Mode, tellsInexact: false, fpscr)),
            OfScalar($"xsrdpi{form.Suffix}", XX2Form(73 + form.Offset), OperandKind.Doubles,
                (_, b, _, fpscr) => DoublePrecision.RoundToIntegral(b, form.Mode, tellsInexact: false, fpscr)),
            OfDoubles($"xvrdpi{form.Suffix}", XX2Form(201 + form.Offset),
                (_, b, _, fpscr) => DoublePrecision.RoundToIntegral(b, form.Mode, tellsInexact: false, fpscr)),
            OfSingles($"xvrspi{form.Suffix}", XX2Form(137 + form.Offset),
                (_, b, _, fpscr) => SinglePrecision.RoundToIntegral(b, form.Mode, tellsInexact: false, fpscr)),
        ]),
        OfScalar("xsrdpic", XX2Form(107), OperandKind.Doubles,
            (_, b, _, fpscr) => DoublePrecision.RoundToIntegral(b, fpscr.RoundingMode, true, fpscr)),
        OfDoubles("xvrdpic", XX2Form(235),
            (_, b, _, fpscr) => DoublePrecision.RoundToIntegral(b, fpscr.RoundingMode, true, fpscr)),
        OfSingles("xvrspic", XX2Form(171),
            (_, b, _, fpscr) => SinglePrecision.RoundToIntegral(b, fpscr.RoundingMode, true, fpscr)),
        .. QuadModes.SelectMany(mode => (FloatingPointInstruction[])
        [
            InQuad($"xsrqpi {mode.R},{mode.Rmc}", ModeForm(5, mode.R, mode.Rmc), OperandKind.Quad,
                (b, fpscr) => QuadPrecision.RoundToIntegral(b, QuadPrecision.ModeOf(mode.R, mode.Rmc, fpscr), false, fpscr)),
            InQuad($"xsrqpix {mode.R},{mode.Rmc}", ModeForm(5, mode.R, mode.Rmc) | 1, OperandKind.Quad,
                (b, fpscr) => QuadPrecision.RoundToIntegral(b, QuadPrecision.ModeOf(mode.R, mode.Rmc, fpscr), true, fpscr)),
            InQuad($"xsrqpxp {mode.R},{mode.Rmc}", ModeForm(37, mode.R, mode.Rmc), OperandKind.Quad,
                (b, fpscr) => QuadPrecision.RoundToExtended(b, QuadPrecision.ModeOf(mode.R, mode.Rmc, fpscr), fpscr)),
        ]),
    ];

    private static uint ModeForm(uint extended, uint r, uint rmc) =>
        Floating | (r << 16) | (2 << 11) | (rmc << 9) | (extended << 1);

    private static FloatingPointInstruction InQuad(
        string mnemonic, uint word, OperandKind operands, Func<UInt128, Fpscr, FloatingPointResult<UInt128>> operation) =>
        OfQuad(mnemonic, word, (_, b, _, fpscr) => operation(b, fpscr), operands);

    // The word of an integer of 32 bits is the lower one; the other is undefined.
    private static FloatingPointInstruction[] ToIntegerInRegister(
        string mnemonic, uint current, uint towardZero, ToInteger operation, int width) =>
    [
        OfScalar(mnemonic, XForm(Floating, current, 0), OperandKind.Doubles,
            (_, b, _, fpscr) => operation(b, fpscr.RoundingMode, fpscr))
            with { Defined = width == 64 ? HighHalf : (UInt128)uint.MaxValue << 64 },
        OfScalar(mnemonic + "z", XForm(Floating, towardZero, 0), OperandKind.Doubles,
            (_, b, _, fpscr) => operation(b, RoundingMode.TowardZero, fpscr))
            with { Defined = width == 64 ? HighHalf : (UInt128)uint.MaxValue << 64 },
    ];

    private static FloatingPointResult<ulong> Widen(FloatingPointResult<uint> result) => new(result.Value, result.Effects);

    private static FloatingPointResult<ulong> SignExtend(FloatingPointResult<uint> result) =>
        new((ulong)(int)result.Value, result.Effects);

    private static FloatingPointResult<ulong> Twice(FloatingPointResult<uint> result) =>
        new(((ulong)result.Value << 32) | result.Value, result.Effects);

    private static FloatingPointResult<UInt128> HighOf(FloatingPointResult<ulong> result) =>
        new(new UInt128(result.Value, 0), result.Effects);
}
