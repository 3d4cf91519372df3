namespace Hv.Power.FloatingPoint;

/// <summary>Double precision.</summary>
internal readonly struct Binary64 : IBinaryFormat
{
    public static int Precision => 53;

    public static int MaximumExponent => 1023;

    public static int StoredPrecision => 53;

    public static int StoredMaximumExponent => 1023;
}
