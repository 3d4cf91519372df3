namespace Hv.Power.FloatingPoint;

/// <summary>Results of single precision that are stored as doubles, as in the floating-point registers.</summary>
internal readonly struct SingleInDouble : IBinaryFormat
{
    public static int Precision => 24;

    public static int MaximumExponent => 127;

    public static int StoredPrecision => 53;

    public static int StoredMaximumExponent => 1023;
}
