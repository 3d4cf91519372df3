namespace Hv.Power.Tests.FloatingPoint;

/// <summary>
/// A binary format, for <see cref="ReferenceUnit"/>: precision and largest exponent of results, and of what is stored.
/// </summary>
internal sealed record ReferenceFormat(
    int Precision, int MaximumExponent, int StoredPrecision, int StoredMaximumExponent, int Adjustment)
{
    public static readonly ReferenceFormat Half = new(11, 15, 11, 15, 24);
    public static readonly ReferenceFormat Single = new(24, 127, 24, 127, 192);
    public static readonly ReferenceFormat Double = new(53, 1023, 53, 1023, 1536);
    public static readonly ReferenceFormat Quad = new(113, 16383, 113, 16383, 24576);
    public static readonly ReferenceFormat SingleInDouble = new(24, 127, 53, 1023, 192);
    public static readonly ReferenceFormat ExtendedInQuad = new(64, 16383, 113, 16383, 24576);

    public int MinimumExponent => 1 - MaximumExponent;

    public int FractionBits => StoredPrecision - 1;

    public int SpecialExponent => (2 * StoredMaximumExponent) + 1;

    public int Width =>
        FractionBits + 1 + (SpecialExponent == 31 ? 5 : SpecialExponent == 255 ? 8 : SpecialExponent == 2047 ? 11 : 15);

    /// <summary>The format as operands have it.</summary>
    public ReferenceFormat AsStored() => StoredPrecision switch
    {
        53 => Double,
        113 => Quad,
        _ => this,
    };
}
