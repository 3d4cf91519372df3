namespace Hv.Power.FloatingPoint;

/// <summary>
/// Arithmetic on singles, the elements of vectors: xvaddsp, with <see cref="FpscrEffects.ExceptionsOnly"/> (Power ISA, book I,
/// 7.6.1.3). <see cref="RoundedToSingle"/> is for those in the floating-point registers, which are held as doubles.
/// </summary>
public static class SinglePrecision
{
    private const uint One = 0x3F80_0000;

    /// <summary>a + b.</summary>
    public static FloatingPointResult<uint> Add(uint a, uint b, Fpscr fpscr) =>
        HostArithmetic.Serves(fpscr) && HostArithmetic.TryAdd(Value(a), Value(b), out var sum, out var residual)
            && HostArithmetic.TryNarrow(sum, residual, out var single, out var effects)
            ? Usual(single, effects)
            : Arithmetic.Add<Binary32>(a, b, isSubtraction: false, fpscr.RoundingMode, fpscr).ToUInt32();

    /// <summary>a - b.</summary>
    public static FloatingPointResult<uint> Subtract(uint a, uint b, Fpscr fpscr) =>
        HostArithmetic.Serves(fpscr) && HostArithmetic.TryAdd(Value(a), -Value(b), out var difference, out var residual)
            && HostArithmetic.TryNarrow(difference, residual, out var single, out var effects)
            ? Usual(single, effects)
            : Arithmetic.Add<Binary32>(a, b, isSubtraction: true, fpscr.RoundingMode, fpscr).ToUInt32();

    /// <summary>a · b.</summary>
    public static FloatingPointResult<uint> Multiply(uint a, uint b, Fpscr fpscr) =>
        HostArithmetic.Serves(fpscr) && HostArithmetic.TryMultiply(Value(a), Value(b), out var product, out var residual)
            && HostArithmetic.TryNarrow(product, residual, out var single, out var effects)
            ? Usual(single, effects)
            : Arithmetic.Multiply<Binary32>(a, b, fpscr.RoundingMode, fpscr).ToUInt32();

    /// <summary>a / b.</summary>
    public static FloatingPointResult<uint> Divide(uint a, uint b, Fpscr fpscr) =>
        HostArithmetic.Serves(fpscr) && HostArithmetic.TryDivide(Value(a), Value(b), out var quotient, out var residual)
            && HostArithmetic.TryNarrow(quotient, residual, out var single, out var effects)
            ? Usual(single, effects)
            : Arithmetic.Divide<Binary32>(a, b, fpscr.RoundingMode, fpscr).ToUInt32();

    /// <summary>The square root.</summary>
    public static FloatingPointResult<uint> SquareRoot(uint a, Fpscr fpscr) =>
        HostArithmetic.Serves(fpscr) && HostArithmetic.TrySquareRoot(Value(a), out var root, out var residual)
            && HostArithmetic.TryNarrow(root, residual, out var single, out var effects)
            ? Usual(single, effects)
            : Arithmetic.SquareRoot<Binary32>(a, fpscr.RoundingMode, fpscr).ToUInt32();

    /// <summary>a · c + b, or another form of it, rounded once. The operands have the ISA's order: NaNs go by it.</summary>
    public static FloatingPointResult<uint> MultiplyAdd(uint a, uint c, uint b, MultiplyAddSigns signs, Fpscr fpscr)
    {
        var addend = (signs & MultiplyAddSigns.NegateAddend) != 0 ? -Value(b) : Value(b);
        if (HostArithmetic.Serves(fpscr)
            && HostArithmetic.TryMultiplyAdd(Value(a), Value(c), addend, out var result, out var residual))
        {
            if ((signs & MultiplyAddSigns.NegateResult) != 0)
                (result, residual) = (-result, -residual);
            if (HostArithmetic.TryNarrow(result, residual, out var single, out var effects))
                return Usual(single, effects);
        }

        return Arithmetic.MultiplyAdd<Binary32>(a, c, b, signs, fpscr.RoundingMode, fpscr).ToUInt32();
    }

    /// <summary>Rounds to an integer (xvrspi, xvrspic).</summary>
    /// <param name="a">The value.</param>
    /// <param name="mode">How it is rounded.</param>
    /// <param name="tellsInexact">Whether a result that is not the operand is inexact, as with xvrspic.</param>
    /// <param name="fpscr">The enables.</param>
    public static FloatingPointResult<uint> RoundToIntegral(uint a, RoundingMode mode, bool tellsInexact, Fpscr fpscr) =>
        Conversions.RoundToIntegral<Binary32>(a, mode, fpscr, tellsInexact).ToUInt32();

    /// <summary>Whether one of some relations holds (xvcmpeqsp, xvcmpgtsp): an ordered test of a NaN is invalid.</summary>
    public static FloatingPointResult<bool> Test(uint a, uint b, FloatingPointRelation relations, bool isOrdered, Fpscr fpscr) =>
        Comparisons.Test<Binary32>(a, b, relations, isOrdered, fpscr);

    /// <summary>The greater one (xvmaxsp): a number rather than a quiet NaN.</summary>
    public static FloatingPointResult<uint> Maximum(uint a, uint b, Fpscr fpscr) =>
        Comparisons.Extreme<Binary32>(a, b, isMaximum: true, fpscr).ToUInt32();

    /// <summary>The less one (xvminsp): a number rather than a quiet NaN.</summary>
    public static FloatingPointResult<uint> Minimum(uint a, uint b, Fpscr fpscr) =>
        Comparisons.Extreme<Binary32>(a, b, isMaximum: false, fpscr).ToUInt32();

    /// <summary>
    /// An estimate of 1/a (xvresp), here the quotient itself. The ISA asks for one part in 16384.
    /// </summary>
    public static FloatingPointResult<uint> ReciprocalEstimate(uint a, Fpscr fpscr) => Divide(One, a, fpscr);

    /// <summary>
    /// An estimate of 1/√a (xvrsqrtesp), here the quotient of one and the root, each rounded. The ISA asks for one part in 16384.
    /// </summary>
    public static FloatingPointResult<uint> ReciprocalSquareRootEstimate(uint a, Fpscr fpscr)
    {
        var root = SquareRoot(a, fpscr);
        return Estimates.IsFinal(root.Effects) ? root : Estimates.After(root.Effects, Divide(One, root.Value, fpscr));
    }

    /// <summary>Whether software must take care of a/b (xvtdivsp): a CR field.</summary>
    public static uint TestDivide(uint a, uint b) => Fields.TestDivide<Binary32>(a, b);

    /// <summary>Whether software must take care of √a (xvtsqrtsp): a CR field.</summary>
    public static uint TestSquareRoot(uint a) => Fields.TestSquareRoot<Binary32>(a);

    /// <summary>The class of a value.</summary>
    public static FloatingPointClass Classify(uint a) => Fields.Classify<Binary32>(a);

    /// <summary>
    /// Whether a value is in one of the classes of a mask (xvtstdcsp), from bit 6 down: NaN, infinity, minus infinity, zero,
    /// minus zero, denormal, minus denormal.
    /// </summary>
    public static bool IsInClass(uint a, uint classes) => Fields.IsInClass<Binary32>(a, classes);

    /// <summary>The biased exponent (xvxexpsp).</summary>
    public static uint ExtractExponent(uint a) => (uint)Fields.Exponent<Binary32>(a);

    /// <summary>The significand, its leading one in bit 23 if the value is normal (xvxsigsp).</summary>
    public static uint ExtractSignificand(uint a) => (uint)Fields.Significand<Binary32>(a);

    /// <summary>Sign and fraction of a, with a biased exponent of which the low 8 bits count (xviexpsp).</summary>
    public static uint InsertExponent(uint a, uint exponent) => (uint)Fields.InsertExponent<Binary32>(a, exponent);

    // A single is a double, exactly, but for a signaling NaN, which the host would make quiet: no host's way takes NaNs.
    private static double Value(uint bits) => BitConverter.UInt32BitsToSingle(bits);

    private static FloatingPointResult<uint> Usual(double single, FpscrEffects effects) =>
        new(BitConverter.SingleToUInt32Bits((float)single), effects);
}
