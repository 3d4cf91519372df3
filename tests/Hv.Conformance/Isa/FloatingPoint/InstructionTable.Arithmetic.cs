using Hv.Power.FloatingPoint;

namespace Hv.Conformance.Isa.FloatingPoint;

/// <summary>Arithmetic.</summary>
internal static partial class InstructionTable
{
    private static readonly (MultiplyAddSigns Signs, string Name, uint Floating, uint Offset, uint Quad)[] MultiplyAdds =
    [
        (MultiplyAddSigns.None, "madd", 29, 1, 388),
        (MultiplyAddSigns.NegateAddend, "msub", 28, 17, 420),
        (MultiplyAddSigns.NegateResult, "nmadd", 31, 129, 452),
        (MultiplyAddSigns.NegateBoth, "nmsub", 30, 145, 484),
    ];

    /// <summary>On doubles, in registers or as elements.</summary>
    public static IReadOnlyList<FloatingPointInstruction> DoubleArithmetic { get; } =
    [
        OfScalar("fadd", XForm(Floating, 21), OperandKind.Doubles, (a, b, _, fpscr) => DoublePrecision.Add(a, b, fpscr)),
        OfScalar("fsub", XForm(Floating, 20), OperandKind.Doubles, (a, b, _, fpscr) => DoublePrecision.Subtract(a, b, fpscr)),
        OfScalar("fmul", ProductForm(Floating), OperandKind.Doubles, (a, _, c, fpscr) => DoublePrecision.Multiply(a, c, fpscr)),
        OfScalar("fdiv", XForm(Floating, 18), OperandKind.Doubles, (a, b, _, fpscr) => DoublePrecision.Divide(a, b, fpscr)),
        OfScalar("fsqrt", XForm(Floating, 22, 0), OperandKind.Doubles, (_, b, _, fpscr) => DoublePrecision.SquareRoot(b, fpscr)),
        OfScalar("xsadddp", XX3Form(32), OperandKind.Doubles, (a, b, _, fpscr) => DoublePrecision.Add(a, b, fpscr)),
        OfScalar("xssubdp", XX3Form(40), OperandKind.Doubles, (a, b, _, fpscr) => DoublePrecision.Subtract(a, b, fpscr)),
        OfScalar("xsmuldp", XX3Form(48), OperandKind.Doubles, (a, b, _, fpscr) => DoublePrecision.Multiply(a, b, fpscr)),
        OfScalar("xsdivdp", XX3Form(56), OperandKind.Doubles, (a, b, _, fpscr) => DoublePrecision.Divide(a, b, fpscr)),
        OfScalar("xssqrtdp", XX2Form(75), OperandKind.Doubles, (_, b, _, fpscr) => DoublePrecision.SquareRoot(b, fpscr)),
        OfDoubles("xvadddp", XX3Form(96), (a, b, _, fpscr) => DoublePrecision.Add(a, b, fpscr)),
        OfDoubles("xvsubdp", XX3Form(104), (a, b, _, fpscr) => DoublePrecision.Subtract(a, b, fpscr)),
        OfDoubles("xvmuldp", XX3Form(112), (a, b, _, fpscr) => DoublePrecision.Multiply(a, b, fpscr)),
        OfDoubles("xvdivdp", XX3Form(120), (a, b, _, fpscr) => DoublePrecision.Divide(a, b, fpscr)),
        OfDoubles("xvsqrtdp", XX2Form(203), (_, b, _, fpscr) => DoublePrecision.SquareRoot(b, fpscr)),
        .. MultiplyAdds.SelectMany(form => (FloatingPointInstruction[])
        [
            OfScalar($"f{form.Name}", AForm(Floating, form.Floating), OperandKind.Doubles,
                (a, b, c, fpscr) => DoublePrecision.MultiplyAdd(a, c, b, form.Signs, fpscr)),
            OfScalarTarget($"xs{form.Name}adp", XX3Form(32 + form.Offset), OperandKind.Doubles,
                (a, b, target, fpscr) => DoublePrecision.MultiplyAdd(a, b, target, form.Signs, fpscr)),
            OfDoubles($"xv{form.Name}adp", XX3Form(96 + form.Offset),
                (a, b, target, fpscr) => DoublePrecision.MultiplyAdd(a, b, target, form.Signs, fpscr)),
        ]),
    ];

    /// <summary>On singles that registers hold as doubles.</summary>
    public static IReadOnlyList<FloatingPointInstruction> RoundedToSingleArithmetic { get; } =
    [
        OfScalar("fadds", XForm(FloatingSingle, 21), OperandKind.Doubles, (a, b, _, fpscr) => RoundedToSingle.Add(a, b, fpscr)),
        OfScalar("fsubs", XForm(FloatingSingle, 20), OperandKind.Doubles,
            (a, b, _, fpscr) => RoundedToSingle.Subtract(a, b, fpscr)),
        OfScalar("fmuls", ProductForm(FloatingSingle), OperandKind.SinglesInDoubles,
            (a, _, c, fpscr) => RoundedToSingle.Multiply(a, c, fpscr)),
        OfScalar("fdivs", XForm(FloatingSingle, 18), OperandKind.SinglesInDoubles,
            (a, b, _, fpscr) => RoundedToSingle.Divide(a, b, fpscr)),
        OfScalar("fsqrts", XForm(FloatingSingle, 22, 0), OperandKind.Doubles,
            (_, b, _, fpscr) => RoundedToSingle.SquareRoot(b, fpscr)),
        OfScalar("xsaddsp", XX3Form(0), OperandKind.SinglesInDoubles, (a, b, _, fpscr) => RoundedToSingle.Add(a, b, fpscr)),
        OfScalar("xssubsp", XX3Form(8), OperandKind.SinglesInDoubles, (a, b, _, fpscr) => RoundedToSingle.Subtract(a, b, fpscr)),
        OfScalar("xsmulsp", XX3Form(16), OperandKind.SinglesInDoubles, (a, b, _, fpscr) => RoundedToSingle.Multiply(a, b, fpscr)),
        OfScalar("xsdivsp", XX3Form(24), OperandKind.SinglesInDoubles, (a, b, _, fpscr) => RoundedToSingle.Divide(a, b, fpscr)),
        OfScalar("xssqrtsp", XX2Form(11), OperandKind.SinglesInDoubles, (_, b, _, fpscr) => RoundedToSingle.SquareRoot(b, fpscr)),
        OfScalar("frsp", XForm(Floating, 12, 0), OperandKind.Doubles, (_, b, _, fpscr) => RoundedToSingle.Round(b, fpscr)),
        OfScalar("xsrsp", XX2Form(281), OperandKind.Doubles, (_, b, _, fpscr) => RoundedToSingle.Round(b, fpscr)),
        .. MultiplyAdds.SelectMany(form => (FloatingPointInstruction[])
        [
            OfScalar($"f{form.Name}s", AForm(FloatingSingle, form.Floating), OperandKind.SinglesInDoubles,
                (a, b, c, fpscr) => RoundedToSingle.MultiplyAdd(a, c, b, form.Signs, fpscr)),
            OfScalarTarget($"xs{form.Name}asp", XX3Form(form.Offset), OperandKind.SinglesInDoubles,
                (a, b, target, fpscr) => RoundedToSingle.MultiplyAdd(a, b, target, form.Signs, fpscr)),
        ]),
    ];

    /// <summary>On vectors of singles.</summary>
    public static IReadOnlyList<FloatingPointInstruction> SingleArithmetic { get; } =
    [
        OfSingles("xvaddsp", XX3Form(64), (a, b, _, fpscr) => SinglePrecision.Add(a, b, fpscr)),
        OfSingles("xvsubsp", XX3Form(72), (a, b, _, fpscr) => SinglePrecision.Subtract(a, b, fpscr)),
        OfSingles("xvmulsp", XX3Form(80), (a, b, _, fpscr) => SinglePrecision.Multiply(a, b, fpscr)),
        OfSingles("xvdivsp", XX3Form(88), (a, b, _, fpscr) => SinglePrecision.Divide(a, b, fpscr)),
        OfSingles("xvsqrtsp", XX2Form(139), (_, b, _, fpscr) => SinglePrecision.SquareRoot(b, fpscr)),
        .. MultiplyAdds.Select(form => OfSingles($"xv{form.Name}asp", XX3Form(64 + form.Offset),
            (a, b, target, fpscr) => SinglePrecision.MultiplyAdd(a, b, target, form.Signs, fpscr))),
    ];

    /// <summary>On quads.</summary>
    public static IReadOnlyList<FloatingPointInstruction> QuadArithmetic { get; } =
    [
        .. ((bool[])[false, true]).SelectMany(toOdd => (FloatingPointInstruction[])
        [
            OfQuad(Odd("xsaddqp", toOdd), Odd(XForm(Floating, 4), toOdd),
                (a, b, _, fpscr) => QuadPrecision.Add(a, b, toOdd, fpscr)),
            OfQuad(Odd("xssubqp", toOdd), Odd(XForm(Floating, 516), toOdd),
                (a, b, _, fpscr) => QuadPrecision.Subtract(a, b, toOdd, fpscr)),
            OfQuad(Odd("xsmulqp", toOdd), Odd(XForm(Floating, 36), toOdd),
                (a, b, _, fpscr) => QuadPrecision.Multiply(a, b, toOdd, fpscr)),
            OfQuad(Odd("xsdivqp", toOdd), Odd(XForm(Floating, 548), toOdd),
                (a, b, _, fpscr) => QuadPrecision.Divide(a, b, toOdd, fpscr)),
            OfQuad(Odd("xssqrtqp", toOdd), Odd(XForm(Floating, 804, 27), toOdd),
                (_, b, _, fpscr) => QuadPrecision.SquareRoot(b, toOdd, fpscr)),
            .. MultiplyAdds.Select(form => OfQuad(Odd($"xs{form.Name}qp", toOdd), Odd(XForm(Floating, form.Quad), toOdd),
                (a, b, target, fpscr) => QuadPrecision.MultiplyAdd(a, b, target, form.Signs, toOdd, fpscr))),
        ]),
    ];

    private static string Odd(string mnemonic, bool toOdd) => toOdd ? mnemonic + "o" : mnemonic;

    private static uint Odd(uint word, bool toOdd) => toOdd ? word | 1 : word;
}
