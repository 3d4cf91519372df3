namespace Hv.Power.FloatingPoint;

/// <summary>Quad precision.</summary>
internal readonly struct Binary128 : IBinaryFormat
{
    public static int Precision => 113;

    public static int MaximumExponent => 16383;

    public static int StoredPrecision => 113;

    public static int StoredMaximumExponent => 16383;
}
