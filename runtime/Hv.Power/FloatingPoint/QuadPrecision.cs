namespace Hv.Power.FloatingPoint;

/// <summary>
/// Arithmetic on quads: xsaddqp (Power ISA 3.0, book I, 7.6.1.4). Those of the forms with an o, such as xsaddqpo, round to odd;
/// the others as the FPSCR says.
/// </summary>
public static class QuadPrecision
{
    /// <summary>a + b.</summary>
    public static FloatingPointResult<UInt128> Add(UInt128 a, UInt128 b, bool roundsToOdd, Fpscr fpscr) =>
        Arithmetic.Add<Binary128>(a, b, isSubtraction: false, Mode(roundsToOdd, fpscr), fpscr).ToUInt128();

    /// <summary>a - b.</summary>
    public static FloatingPointResult<UInt128> Subtract(UInt128 a, UInt128 b, bool roundsToOdd, Fpscr fpscr) =>
        Arithmetic.Add<Binary128>(a, b, isSubtraction: true, Mode(roundsToOdd, fpscr), fpscr).ToUInt128();

    /// <summary>a · b.</summary>
    public static FloatingPointResult<UInt128> Multiply(UInt128 a, UInt128 b, bool roundsToOdd, Fpscr fpscr) =>
        Arithmetic.Multiply<Binary128>(a, b, Mode(roundsToOdd, fpscr), fpscr).ToUInt128();

    /// <summary>a / b.</summary>
    public static FloatingPointResult<UInt128> Divide(UInt128 a, UInt128 b, bool roundsToOdd, Fpscr fpscr) =>
        Arithmetic.Divide<Binary128>(a, b, Mode(roundsToOdd, fpscr), fpscr).ToUInt128();

    /// <summary>The square root.</summary>
    public static FloatingPointResult<UInt128> SquareRoot(UInt128 a, bool roundsToOdd, Fpscr fpscr) =>
        Arithmetic.SquareRoot<Binary128>(a, Mode(roundsToOdd, fpscr), fpscr).ToUInt128();

    /// <summary>a · c + b, or another form of it, rounded once. The operands have the ISA's order: NaNs go by it.</summary>
    public static FloatingPointResult<UInt128> MultiplyAdd(
        UInt128 a, UInt128 c, UInt128 b, MultiplyAddSigns signs, bool roundsToOdd, Fpscr fpscr) =>
        Arithmetic.MultiplyAdd<Binary128>(a, c, b, signs, Mode(roundsToOdd, fpscr), fpscr).ToUInt128();

    /// <summary>Rounds to an integer (xsrqpi, xsrqpix).</summary>
    /// <param name="a">The value.</param>
    /// <param name="mode">How it is rounded: <see cref="ModeOf"/>.</param>
    /// <param name="tellsInexact">Whether a result that is not the operand is inexact (xsrqpix); else FR and FI become 0.</param>
    /// <param name="fpscr">The enables.</param>
    public static FloatingPointResult<UInt128> RoundToIntegral(UInt128 a, RoundingMode mode, bool tellsInexact, Fpscr fpscr) =>
        Conversions.RoundToIntegral<Binary128>(a, mode, fpscr, tellsInexact).ToUInt128();

    /// <summary>Rounds to the precision of the double-extended format, 64 bits (xsrqpxp).</summary>
    public static FloatingPointResult<UInt128> RoundToExtended(UInt128 a, RoundingMode mode, Fpscr fpscr) =>
        Conversions.Convert<Binary128, ExtendedInQuad>(a, mode, fpscr).ToUInt128();

    /// <summary>The rounding mode that R and RMC of xsrqpi and xsrqpxp name; reserved ones act as the FPSCR says.</summary>
    /// <param name="r">The field R, 0 or 1.</param>
    /// <param name="rmc">The field RMC, 0 to 3.</param>
    /// <param name="fpscr">The register.</param>
    public static RoundingMode ModeOf(uint r, uint rmc, Fpscr fpscr) => (r, rmc) switch
    {
        (0, 0) => RoundingMode.NearestAway,
        (0, _) => fpscr.RoundingMode,
        _ => (RoundingMode)(rmc & 3),
    };

    /// <summary>Compares (xscmpuqp, xscmpoqp).</summary>
    public static ComparisonResult Compare(UInt128 a, UInt128 b, bool isOrdered, Fpscr fpscr) =>
        Comparisons.Compare<Binary128>(a, b, isOrdered, fpscr);

    /// <summary>Compares exponents (xscmpexpqp).</summary>
    public static ComparisonResult CompareExponents(UInt128 a, UInt128 b) => Comparisons.CompareExponents<Binary128>(a, b);

    /// <summary>The class of a value.</summary>
    public static FloatingPointClass Classify(UInt128 a) => Fields.Classify<Binary128>(a);

    /// <summary>
    /// Whether a value is in one of the classes of a mask (xststdcqp): as <see cref="DoublePrecision.IsInClass"/>.
    /// </summary>
    public static bool IsInClass(UInt128 a, uint classes) => Fields.IsInClass<Binary128>(a, classes);

    /// <summary>The same as a CR field: less tells the sign, equal the match.</summary>
    public static ComparisonResult TestClass(UInt128 a, uint classes) =>
        Fields.ClassTest(Fields.IsNegative<Binary128>(a), IsInClass(a, classes), isMarked: false);

    /// <summary>The biased exponent (xsxexpqp).</summary>
    public static ulong ExtractExponent(UInt128 a) => (ulong)Fields.Exponent<Binary128>(a);

    /// <summary>The significand, its leading one in bit 112 if the value is normal (xsxsigqp).</summary>
    public static UInt128 ExtractSignificand(UInt128 a) => Fields.Significand<Binary128>(a);

    /// <summary>Sign and fraction of a, with a biased exponent of which the low 15 bits count (xsiexpqp).</summary>
    public static UInt128 InsertExponent(UInt128 a, ulong exponent) => Fields.InsertExponent<Binary128>(a, exponent);

    private static RoundingMode Mode(bool roundsToOdd, Fpscr fpscr) => roundsToOdd ? RoundingMode.ToOdd : fpscr.RoundingMode;
}
