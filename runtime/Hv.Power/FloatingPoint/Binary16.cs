namespace Hv.Power.FloatingPoint;

/// <summary>Half precision.</summary>
internal readonly struct Binary16 : IBinaryFormat
{
    public static int Precision => 11;

    public static int MaximumExponent => 15;

    public static int StoredPrecision => 11;

    public static int StoredMaximumExponent => 15;
}
