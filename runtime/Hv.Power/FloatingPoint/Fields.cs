namespace Hv.Power.FloatingPoint;

/// <summary>The fields of a stored value, and what they tell without arithmetic.</summary>
internal static class Fields
{
    public static UInt128 Sign<TFormat>()
        where TFormat : IBinaryFormat => UInt128.One << (TFormat.StoredPrecision - 1 + Unpacked.ExponentBits<TFormat>());

    public static bool IsNegative<TFormat>(UInt128 bits)
        where TFormat : IBinaryFormat => (bits & Sign<TFormat>()) != default;

    /// <summary>The biased exponent.</summary>
    public static int Exponent<TFormat>(UInt128 bits)
        where TFormat : IBinaryFormat => (int)(uint)(bits >> (TFormat.StoredPrecision - 1)) & SpecialExponent<TFormat>();

    /// <summary>The fraction, without the leading one.</summary>
    public static UInt128 Fraction<TFormat>(UInt128 bits)
        where TFormat : IBinaryFormat => bits & ((UInt128.One << (TFormat.StoredPrecision - 1)) - UInt128.One);

    /// <summary>The significand, with the leading one of a normal number (xsxsigdp).</summary>
    public static UInt128 Significand<TFormat>(UInt128 bits)
        where TFormat : IBinaryFormat
    {
        var exponent = Exponent<TFormat>(bits);
        var isNormal = exponent != 0 && exponent != SpecialExponent<TFormat>();
        return Fraction<TFormat>(bits) | (isNormal ? UInt128.One << (TFormat.StoredPrecision - 1) : default);
    }

    /// <summary>
    /// Sign and fraction of <paramref name="source"/>, and a biased exponent (xsiexpdp). What does not fit is cut.
    /// </summary>
    public static UInt128 InsertExponent<TFormat>(UInt128 source, ulong exponent)
        where TFormat : IBinaryFormat =>
        Unpacked.Assemble<TFormat>(
            IsNegative<TFormat>(source), (int)(exponent & (uint)SpecialExponent<TFormat>()), Fraction<TFormat>(source));

    public static bool IsNaN<TFormat>(UInt128 bits)
        where TFormat : IBinaryFormat =>
        Exponent<TFormat>(bits) == SpecialExponent<TFormat>() && Fraction<TFormat>(bits) != default;

    public static bool IsInfinity<TFormat>(UInt128 bits)
        where TFormat : IBinaryFormat =>
        Exponent<TFormat>(bits) == SpecialExponent<TFormat>() && Fraction<TFormat>(bits) == default;

    public static bool IsZero<TFormat>(UInt128 bits)
        where TFormat : IBinaryFormat => (bits & ~Sign<TFormat>()) == default;

    public static bool IsSignaling<TFormat>(UInt128 bits)
        where TFormat : IBinaryFormat =>
        IsNaN<TFormat>(bits) && (bits & (UInt128.One << (TFormat.StoredPrecision - 2))) == default;

    /// <summary>The class of a value, as FPRF has it.</summary>
    public static FloatingPointClass Classify<TFormat>(UInt128 bits)
        where TFormat : IBinaryFormat
    {
        var isNegative = IsNegative<TFormat>(bits);
        if (IsNaN<TFormat>(bits))
            return FloatingPointClass.NaN;
        if (IsInfinity<TFormat>(bits))
            return isNegative ? FloatingPointClass.NegativeInfinity : FloatingPointClass.PositiveInfinity;
        if (IsZero<TFormat>(bits))
            return isNegative ? FloatingPointClass.NegativeZero : FloatingPointClass.PositiveZero;

        return (isNegative, Exponent<TFormat>(bits) == 0) switch
        {
            (false, false) => FloatingPointClass.PositiveNormal,
            (true, false) => FloatingPointClass.NegativeNormal,
            (false, true) => FloatingPointClass.PositiveDenormal,
            (true, true) => FloatingPointClass.NegativeDenormal,
        };
    }

    /// <summary>
    /// Whether a value is in one of the classes of a mask (xststdcdp, field DCMX), from its high bit on: NaN, infinity, minus
    /// infinity, zero, minus zero, denormal, minus denormal.
    /// </summary>
    public static bool IsInClass<TFormat>(UInt128 bits, uint classes)
        where TFormat : IBinaryFormat => (MaskOf(Classify<TFormat>(bits)) & classes) != 0;

    /// <summary>The result of such a test: sign and match in a CR field and in FPCC, and a mark beside them.</summary>
    public static ComparisonResult ClassTest(bool isNegative, bool matches, bool isMarked)
    {
        var relation = (isNegative ? FloatingPointRelation.Less : FloatingPointRelation.None)
            | (matches ? FloatingPointRelation.Equal : FloatingPointRelation.None)
            | (isMarked ? FloatingPointRelation.Unordered : FloatingPointRelation.None);
        return new ComparisonResult(relation, new FpscrEffects((uint)relation << Fpscr.ClassShift, Fpscr.FPCC));
    }

    /// <summary>The bit of a class in the mask of <see cref="IsInClass"/>; 0 for normal numbers.</summary>
    public static uint MaskOf(FloatingPointClass value) => value switch
    {
        FloatingPointClass.NaN => 0x40,
        FloatingPointClass.PositiveInfinity => 0x20,
        FloatingPointClass.NegativeInfinity => 0x10,
        FloatingPointClass.PositiveZero => 0x08,
        FloatingPointClass.NegativeZero => 0x04,
        FloatingPointClass.PositiveDenormal => 0x02,
        FloatingPointClass.NegativeDenormal => 0x01,
        _ => 0,
    };

    /// <summary>Whether software must take care of a division (ftdiv): FG in bit 2, FE in bit 1, bit 3 set.</summary>
    public static uint TestDivide<TFormat>(UInt128 left, UInt128 right)
        where TFormat : IBinaryFormat
    {
        if (IsInfinity<TFormat>(left) || IsInfinity<TFormat>(right) || IsZero<TFormat>(right))
            return TestResult(isSpecial: true, needsSoftware: true);

        int maximum = TFormat.MaximumExponent, minimum = 1 - maximum;
        var a = Exponent<TFormat>(left) - maximum;
        var b = Exponent<TFormat>(right) - maximum;
        var needsSoftware = IsNaN<TFormat>(left) || IsNaN<TFormat>(right) || b <= minimum || b >= maximum - 2
            || (!IsZero<TFormat>(left) && (a - b >= maximum || a - b <= minimum + 1 || a <= minimum + TFormat.Precision - 1));
        return TestResult(Exponent<TFormat>(right) == 0, needsSoftware);
    }

    /// <summary>Whether software must take care of a square root (ftsqrt): FG in bit 2, FE in bit 1, bit 3 set.</summary>
    public static uint TestSquareRoot<TFormat>(UInt128 operand)
        where TFormat : IBinaryFormat
    {
        if (IsInfinity<TFormat>(operand) || IsZero<TFormat>(operand))
            return TestResult(isSpecial: true, needsSoftware: true);

        var exponent = Exponent<TFormat>(operand) - TFormat.MaximumExponent;
        var needsSoftware = IsNaN<TFormat>(operand) || IsNegative<TFormat>(operand)
            || exponent <= 1 - TFormat.MaximumExponent + TFormat.Precision - 1;
        return TestResult(Exponent<TFormat>(operand) == 0, needsSoftware);
    }

    private static uint TestResult(bool isSpecial, bool needsSoftware) => 8u | (isSpecial ? 4u : 0) | (needsSoftware ? 2u : 0);

    private static int SpecialExponent<TFormat>()
        where TFormat : IBinaryFormat => (TFormat.StoredMaximumExponent * 2) + 1;
}
