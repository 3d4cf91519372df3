using System.Numerics;

namespace Hv.Power.Tests.FloatingPoint;

/// <summary>A value as a fraction of integers, or what kind of value that is none.</summary>
internal sealed record ReferenceValue(
    bool IsNegative, BigInteger Numerator, BigInteger Denominator, bool IsInfinity, BigInteger? Payload, bool IsSignaling)
{
    public bool IsNaN => Payload is not null;

    public bool IsZero => !IsNaN && !IsInfinity && Numerator.IsZero;

    public static ReferenceValue Decode(ReferenceFormat format, BigInteger bits)
    {
        var fraction = bits % BigInteger.Pow(2, format.FractionBits);
        var rest = bits / BigInteger.Pow(2, format.FractionBits);
        var exponent = (int)(rest % (format.SpecialExponent + 1));
        var isNegative = rest / (format.SpecialExponent + 1) == 1;
        if (exponent == format.SpecialExponent)
        {
            var isSignaling = fraction < BigInteger.Pow(2, format.FractionBits - 1);
            return fraction.IsZero
                ? new ReferenceValue(isNegative, 0, 1, true, null, false)
                : new ReferenceValue(isNegative, 0, 1, false, fraction, isSignaling);
        }

        var significand = exponent == 0 ? fraction : fraction + BigInteger.Pow(2, format.FractionBits);
        var power = Math.Max(exponent, 1) - format.StoredMaximumExponent - format.FractionBits;
        return power >= 0
            ? Number(isNegative, significand * BigInteger.Pow(2, power), 1)
            : Number(isNegative, significand, BigInteger.Pow(2, -power));
    }

    public static ReferenceValue Number(bool isNegative, BigInteger numerator, BigInteger denominator) =>
        new(isNegative, numerator, denominator, false, null, false);
}
