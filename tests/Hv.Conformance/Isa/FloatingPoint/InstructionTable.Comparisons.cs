using Hv.Power.FloatingPoint;

namespace Hv.Conformance.Isa.FloatingPoint;

/// <summary>Comparisons, minima, maxima, estimates, tests and fields.</summary>
internal static partial class InstructionTable
{
    private const FloatingPointRelation AtLeast = FloatingPointRelation.Greater | FloatingPointRelation.Equal;

    /// <summary>Comparisons.</summary>
    public static IReadOnlyList<FloatingPointInstruction> Comparisons { get; } =
    [
        OfRelation("fcmpu", XForm(Floating, 0),
            (state, fpscr) => DoublePrecision.Compare(High(state.A), High(state.B), isOrdered: false, fpscr)),
        OfRelation("fcmpo", XForm(Floating, 32),
            (state, fpscr) => DoublePrecision.Compare(High(state.A), High(state.B), isOrdered: true, fpscr)),
        OfRelation("xscmpudp", XX3Form(35),
            (state, fpscr) => DoublePrecision.Compare(High(state.A), High(state.B), isOrdered: false, fpscr)),
        OfRelation("xscmpodp", XX3Form(43),
            (state, fpscr) => DoublePrecision.Compare(High(state.A), High(state.B), isOrdered: true, fpscr)),
        OfRelation("xscmpexpdp", XX3Form(59), (state, _) => DoublePrecision.CompareExponents(High(state.A), High(state.B))),
        OfRelation("xscmpuqp", XForm(Floating, 644),
            (state, fpscr) => QuadPrecision.Compare(state.A, state.B, isOrdered: false, fpscr), OperandKind.Quad),
        OfRelation("xscmpoqp", XForm(Floating, 132),
            (state, fpscr) => QuadPrecision.Compare(state.A, state.B, isOrdered: true, fpscr), OperandKind.Quad),
        OfRelation("xscmpexpqp", XForm(Floating, 164),
            (state, _) => QuadPrecision.CompareExponents(state.A, state.B), OperandKind.Quad),
        OfMask("xscmpeqdp", 3, FloatingPointRelation.Equal, false),
        OfMask("xscmpgtdp", 11, FloatingPointRelation.Greater, true),
        OfMask("xscmpgedp", 19, AtLeast, true),
        OfDoubles("xvcmpeqdp", XX3Form(99),
            (a, b, _, fpscr) => Mask(DoublePrecision.Test(a, b, FloatingPointRelation.Equal, false, fpscr))),
        OfDoubles("xvcmpgtdp", XX3Form(107),
            (a, b, _, fpscr) => Mask(DoublePrecision.Test(a, b, FloatingPointRelation.Greater, true, fpscr))),
        OfDoubles("xvcmpgedp", XX3Form(115), (a, b, _, fpscr) => Mask(DoublePrecision.Test(a, b, AtLeast, true, fpscr))),
        OfSingles("xvcmpeqsp", XX3Form(67),
            (a, b, _, fpscr) => Narrow(Mask(SinglePrecision.Test(a, b, FloatingPointRelation.Equal, false, fpscr)))),
        OfSingles("xvcmpgtsp", XX3Form(75),
            (a, b, _, fpscr) => Narrow(Mask(SinglePrecision.Test(a, b, FloatingPointRelation.Greater, true, fpscr)))),
        OfSingles("xvcmpgesp", XX3Form(83), (a, b, _, fpscr) => Narrow(Mask(SinglePrecision.Test(a, b, AtLeast, true, fpscr)))),
    ];

    /// <summary>Minima and maxima.</summary>
    public static IReadOnlyList<FloatingPointInstruction> Extremes { get; } =
    [
        OfScalar("xsmaxdp", XX3Form(160), OperandKind.Doubles, (a, b, _, fpscr) => DoublePrecision.Maximum(a, b, fpscr)),
        OfScalar("xsmindp", XX3Form(168), OperandKind.Doubles, (a, b, _, fpscr) => DoublePrecision.Minimum(a, b, fpscr)),
        OfScalar("xsmaxcdp", XX3Form(128), OperandKind.Doubles, (a, b, _, fpscr) => DoublePrecision.MaximumOfC(a, b, fpscr)),
        OfScalar("xsmincdp", XX3Form(136), OperandKind.Doubles, (a, b, _, fpscr) => DoublePrecision.MinimumOfC(a, b, fpscr)),
        OfScalar("xsmaxjdp", XX3Form(144), OperandKind.Doubles, (a, b, _, fpscr) => DoublePrecision.MaximumOfJava(a, b, fpscr)),
        OfScalar("xsminjdp", XX3Form(152), OperandKind.Doubles, (a, b, _, fpscr) => DoublePrecision.MinimumOfJava(a, b, fpscr)),
        OfDoubles("xvmaxdp", XX3Form(224), (a, b, _, fpscr) => DoublePrecision.Maximum(a, b, fpscr)),
        OfDoubles("xvmindp", XX3Form(232), (a, b, _, fpscr) => DoublePrecision.Minimum(a, b, fpscr)),
        OfSingles("xvmaxsp", XX3Form(192), (a, b, _, fpscr) => SinglePrecision.Maximum(a, b, fpscr)),
        OfSingles("xvminsp", XX3Form(200), (a, b, _, fpscr) => SinglePrecision.Minimum(a, b, fpscr)),
    ];

    /// <summary>Estimates.</summary>
    public static IReadOnlyList<FloatingPointInstruction> Reciprocals { get; } =
    [
        OfScalar("fre", XForm(Floating, 24, 0), OperandKind.Doubles,
            (_, b, _, fpscr) => DoublePrecision.ReciprocalEstimate(b, fpscr)),
        OfScalar("fres", XForm(FloatingSingle, 24, 0), OperandKind.SinglesInDoubles,
            (_, b, _, fpscr) => RoundedToSingle.ReciprocalEstimate(b, fpscr)),
        OfScalar("frsqrte", XForm(Floating, 26, 0), OperandKind.Doubles,
            (_, b, _, fpscr) => DoublePrecision.ReciprocalSquareRootEstimate(b, fpscr)),
        OfScalar("frsqrtes", XForm(FloatingSingle, 26, 0), OperandKind.SinglesInDoubles,
            (_, b, _, fpscr) => RoundedToSingle.ReciprocalSquareRootEstimate(b, fpscr)),
        OfScalar("xsredp", XX2Form(90), OperandKind.Doubles, (_, b, _, fpscr) => DoublePrecision.ReciprocalEstimate(b, fpscr)),
        OfScalar("xsrsqrtedp", XX2Form(74), OperandKind.Doubles,
            (_, b, _, fpscr) => DoublePrecision.ReciprocalSquareRootEstimate(b, fpscr)),
        OfDoubles("xvredp", XX2Form(218), (_, b, _, fpscr) => DoublePrecision.ReciprocalEstimate(b, fpscr)),
        OfDoubles("xvrsqrtedp", XX2Form(202), (_, b, _, fpscr) => DoublePrecision.ReciprocalSquareRootEstimate(b, fpscr)),
        OfSingles("xvresp", XX2Form(154), (_, b, _, fpscr) => SinglePrecision.ReciprocalEstimate(b, fpscr)),
        OfSingles("xvrsqrtesp", XX2Form(138), (_, b, _, fpscr) => SinglePrecision.ReciprocalSquareRootEstimate(b, fpscr)),
    ];

    /// <summary>Tests, classes, exponents and significands: nothing of the FPSCR but FPCC.</summary>
    public static IReadOnlyList<FloatingPointInstruction> FieldsAndTests { get; } =
    [
        OfField("ftdiv", XForm(Floating, 128), OperandKind.Doubles,
            state => (DoublePrecision.TestDivide(High(state.A), High(state.B)), default)),
        OfField("ftsqrt", XForm(Floating, 160, 0), OperandKind.Doubles,
            state => (DoublePrecision.TestSquareRoot(High(state.B)), default)),
        OfField("xvtdivsp", XX3Form(93), OperandKind.Singles, state => (Any32(state, SinglePrecision.TestDivide), default)),
        OfField("xvtsqrtsp", XX2Form(170), OperandKind.Singles,
            state => (Any32(state, (_, b) => SinglePrecision.TestSquareRoot(b)), default)),
        .. Enumerable.Range(0, 7).SelectMany(bit => (FloatingPointInstruction[])
        [
            OfRelation($"xststdcdp {1 << bit:x}", ClassForm(VectorScalar, bit, 362 << 2),
                (state, _) => DoublePrecision.TestClass(High(state.B), 1u << bit)),
            OfRelation($"xststdcsp {1 << bit:x}", ClassForm(VectorScalar, bit, 298 << 2),
                (state, _) => RoundedToSingle.TestClass(High(state.B), 1u << bit)),
            OfRelation($"xststdcqp {1 << bit:x}", ClassForm(Floating, bit, 708 << 1),
                (state, _) => QuadPrecision.TestClass(state.B, 1u << bit), OperandKind.Quad),
        ]),
        OfDoubles("xvxexpdp", XX2Form(475), (_, b, _, _) => new(DoublePrecision.ExtractExponent(b), default)),
        OfDoubles("xvxsigdp", XX2Form(475, 1), (_, b, _, _) => new(DoublePrecision.ExtractSignificand(b), default)),
        OfSingles("xvxexpsp", XX2Form(475, 8), (_, b, _, _) => new(SinglePrecision.ExtractExponent(b), default)),
        OfSingles("xvxsigsp", XX2Form(475, 9), (_, b, _, _) => new(SinglePrecision.ExtractSignificand(b), default)),
        OfDoubles("xviexpdp", XX3Form(248), (a, b, _, _) => new(DoublePrecision.InsertExponent(a, b), default)),
        OfSingles("xviexpsp", XX3Form(216), (a, b, _, _) => new(SinglePrecision.InsertExponent(a, b), default)),
        OfQuad("xsxexpqp", XForm(Floating, 804, 2),
            (_, b, _, _) => new(new UInt128(QuadPrecision.ExtractExponent(b), 0), default)),
        OfQuad("xsxsigqp", XForm(Floating, 804, 18), (_, b, _, _) => new(QuadPrecision.ExtractSignificand(b), default)),
        OfQuad("xsiexpqp", XForm(Floating, 868), (a, b, _, _) => new(QuadPrecision.InsertExponent(a, High(b)), default)),
    ];

    private static FloatingPointInstruction OfRelation(
        string mnemonic,
        uint word,
        Func<FloatingPointState, Fpscr, ComparisonResult> compare,
        OperandKind operands = OperandKind.Doubles) =>
        OfField(mnemonic, word, operands, state =>
        {
            var (relation, effects) = compare(state, state.Control);
            return ((uint)relation, effects);
        });

    private static FloatingPointInstruction OfMask(
        string mnemonic, uint extended, FloatingPointRelation relations, bool isOrdered) =>
        OfScalar(mnemonic, XX3Form(extended), OperandKind.Doubles,
            (a, b, _, fpscr) => Mask(DoublePrecision.Test(a, b, relations, isOrdered, fpscr)));

    private static uint ClassForm(uint opcode, int bit, uint extended) => opcode | ((1u << bit) << 16) | (2 << 11) | extended;

    private static uint Any32(FloatingPointState state, Func<uint, uint, uint> test)
    {
        var field = 8u;
        for (var shift = 0; shift < 128; shift += 32)
            field |= test((uint)(state.A >> shift), (uint)(state.B >> shift));
        return field;
    }

    private static FloatingPointResult<ulong> Mask(FloatingPointResult<bool> result) =>
        new(result.Value ? ulong.MaxValue : 0, result.Effects);

    private static FloatingPointResult<uint> Narrow(FloatingPointResult<ulong> result) => new((uint)result.Value, result.Effects);
}
