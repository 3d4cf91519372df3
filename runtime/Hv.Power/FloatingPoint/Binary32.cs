namespace Hv.Power.FloatingPoint;

/// <summary>Single precision.</summary>
internal readonly struct Binary32 : IBinaryFormat
{
    public static int Precision => 24;

    public static int MaximumExponent => 127;

    public static int StoredPrecision => 24;

    public static int StoredMaximumExponent => 127;
}
