namespace Hv.Power.FloatingPoint;

/// <summary>Results with the precision of the double-extended format, 64 bits, that are stored as quads (xsrqpxp).</summary>
internal readonly struct ExtendedInQuad : IBinaryFormat
{
    public static int Precision => 64;

    public static int MaximumExponent => 16383;

    public static int StoredPrecision => 113;

    public static int StoredMaximumExponent => 16383;
}
