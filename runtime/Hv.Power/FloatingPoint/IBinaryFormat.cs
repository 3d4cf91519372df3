namespace Hv.Power.FloatingPoint;

/// <summary>
/// A binary format: how results are rounded, and how they are stored. The two differ where a result of one format is held in a
/// register of a wider one (Power ISA, book I, 4.3.5).
/// </summary>
internal interface IBinaryFormat
{
    /// <summary>Bits of the significand of a result, the leading one counted.</summary>
    static abstract int Precision { get; }

    /// <summary>The largest exponent of a result, which is also the bias.</summary>
    static abstract int MaximumExponent { get; }

    /// <summary>Bits of the significand of what is stored, the leading one counted.</summary>
    static abstract int StoredPrecision { get; }

    /// <summary>The largest exponent of what is stored, which is also the bias.</summary>
    static abstract int StoredMaximumExponent { get; }
}
