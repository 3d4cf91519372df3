namespace Hv.Power.FloatingPoint;

/// <summary>Comparisons, minima and maxima, for every format that is stored as it is rounded.</summary>
internal static class Comparisons
{
    /// <summary>Compares as fcmpu and fcmpo do (Power ISA, book I, 4.6.8): FPCC gets the relation.</summary>
    public static ComparisonResult Compare<TFormat>(UInt128 left, UInt128 right, bool isOrdered, Fpscr fpscr)
        where TFormat : IBinaryFormat
    {
        var relation = Relate<TFormat>(left, right);
        var causes = relation == FloatingPointRelation.Unordered ? Causes<TFormat>(left, right, isOrdered, fpscr) : 0;
        return new ComparisonResult(relation, new FpscrEffects(causes | ((uint)relation << Fpscr.ClassShift), Fpscr.FPCC));
    }

    /// <summary>Whether a relation holds, as comparisons whose result is a mask tell (book I, 7.6.1.8): the FPCC stays.</summary>
    public static FloatingPointResult<bool> Test<TFormat>(
        UInt128 left, UInt128 right, FloatingPointRelation relations, bool isOrdered, Fpscr fpscr)
        where TFormat : IBinaryFormat
    {
        var relation = Relate<TFormat>(left, right);
        var causes = relation == FloatingPointRelation.Unordered ? Causes<TFormat>(left, right, isOrdered, fpscr) : 0;
        return new FloatingPointResult<bool>((relation & relations) != 0, ExceptionEffects(causes, fpscr));
    }

    /// <summary>The relation of two values: zeros are equal, a NaN is unordered.</summary>
    public static FloatingPointRelation Relate<TFormat>(UInt128 left, UInt128 right)
        where TFormat : IBinaryFormat
    {
        if (IsNaN<TFormat>(left) || IsNaN<TFormat>(right))
            return FloatingPointRelation.Unordered;

        var a = Order<TFormat>(left);
        var b = Order<TFormat>(right);
        return a < b ? FloatingPointRelation.Less : a > b ? FloatingPointRelation.Greater : FloatingPointRelation.Equal;
    }

    /// <summary>
    /// The greater or the less of two (xsmaxdp, xsmindp): a number rather than a quiet NaN, plus zero greater than minus zero.
    /// </summary>
    public static CoreResult Extreme<TFormat>(UInt128 left, UInt128 right, bool isMaximum, Fpscr fpscr)
        where TFormat : IBinaryFormat
    {
        var a = Unpacked.From<TFormat>(left);
        var b = Unpacked.From<TFormat>(right);
        if (a.Kind == UnpackedKind.SignalingNaN || b.Kind == UnpackedKind.SignalingNaN)
            return new CoreResult((a.IsNaN ? a : b).PackNaN<TFormat>(), ExceptionEffects(Fpscr.VXSNAN, fpscr));
        if (a.IsNaN || b.IsNaN)
            return new CoreResult(b.IsNaN ? left : right, default);

        return new CoreResult(SelectSigned<TFormat>(left, right, isMaximum), default);
    }

    /// <summary>
    /// The greater or the less of two as C's conditional operator has it (xsmaxcdp, xsmincdp): the second if one is a NaN.
    /// </summary>
    public static CoreResult ExtremeOfC<TFormat>(UInt128 left, UInt128 right, bool isMaximum, Fpscr fpscr)
        where TFormat : IBinaryFormat
    {
        var chosen = isMaximum ? FloatingPointRelation.Greater | FloatingPointRelation.Equal : FloatingPointRelation.Less;
        var relation = Relate<TFormat>(left, right);
        return new CoreResult((relation & chosen) != 0 ? left : right, ExceptionEffects(Signaling<TFormat>(left, right), fpscr));
    }

    /// <summary>
    /// The greater or the less of two as Java has it (xsmaxjdp, xsminjdp): a NaN as it is, plus zero greater than minus zero.
    /// </summary>
    public static CoreResult ExtremeOfJava<TFormat>(UInt128 left, UInt128 right, bool isMaximum, Fpscr fpscr)
        where TFormat : IBinaryFormat
    {
        // Only the NaN that is taken counts.
        if (IsNaN<TFormat>(left))
            return new CoreResult(left, ExceptionEffects(Signaling<TFormat>(left, left), fpscr));
        if (IsNaN<TFormat>(right))
            return new CoreResult(right, ExceptionEffects(Signaling<TFormat>(right, right), fpscr));

        return new CoreResult(SelectSigned<TFormat>(left, right, isMaximum), default);
    }

    /// <summary>Compares the exponents alone (xscmpexpdp): unordered if one is a NaN.</summary>
    public static ComparisonResult CompareExponents<TFormat>(UInt128 left, UInt128 right)
        where TFormat : IBinaryFormat
    {
        var a = Fields.Exponent<TFormat>(left);
        var b = Fields.Exponent<TFormat>(right);
        var relation = IsNaN<TFormat>(left) || IsNaN<TFormat>(right) ? FloatingPointRelation.Unordered
            : a < b ? FloatingPointRelation.Less : a > b ? FloatingPointRelation.Greater : FloatingPointRelation.Equal;
        return new ComparisonResult(relation, new FpscrEffects((uint)relation << Fpscr.ClassShift, Fpscr.FPCC));
    }

    private static UInt128 SelectSigned<TFormat>(UInt128 left, UInt128 right, bool isMaximum)
        where TFormat : IBinaryFormat
    {
        var relation = Relate<TFormat>(left, right);
        if (relation == FloatingPointRelation.Equal)
            return Fields.IsNegative<TFormat>(left) == isMaximum ? right : left;

        return relation == FloatingPointRelation.Greater == isMaximum ? left : right;
    }

    // With a signaling NaN an ordered comparison is invalid for that alone if it traps (book I, 4.6.8).
    private static uint Causes<TFormat>(UInt128 left, UInt128 right, bool isOrdered, Fpscr fpscr)
        where TFormat : IBinaryFormat
    {
        var signaling = Signaling<TFormat>(left, right);
        return signaling | (isOrdered && (signaling == 0 || !fpscr.Has(Fpscr.VE)) ? Fpscr.VXVC : 0);
    }

    private static uint Signaling<TFormat>(UInt128 left, UInt128 right)
        where TFormat : IBinaryFormat =>
        Fields.IsSignaling<TFormat>(left) || Fields.IsSignaling<TFormat>(right) ? Fpscr.VXSNAN : 0;

    private static FpscrEffects ExceptionEffects(uint causes, Fpscr fpscr) =>
        new(causes, 0, suppressesResult: causes != 0 && fpscr.Has(Fpscr.VE));

    private static bool IsNaN<TFormat>(UInt128 bits)
        where TFormat : IBinaryFormat => Fields.IsNaN<TFormat>(bits);

    // Sign and magnitude as one number in two's complement: both zeros are 0.
    private static Int128 Order<TFormat>(UInt128 bits)
        where TFormat : IBinaryFormat
    {
        var magnitude = (Int128)(bits & ~Fields.Sign<TFormat>());
        return Fields.IsNegative<TFormat>(bits) ? -magnitude : magnitude;
    }
}
