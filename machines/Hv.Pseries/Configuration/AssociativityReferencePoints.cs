namespace Hv.Pseries.Configuration;

/// <summary>Which words of an associativity list tell how near resources are (LoPAR: ibm,associativity-reference-points).</summary>
public enum AssociativityReferencePoints
{
    /// <summary>{4, 3, 2, 1}, and {4, 4, 2} while there is one NUMA node.</summary>
    FourLevels,

    /// <summary>{4, 4, 2}.</summary>
    ThreeLevels,

    /// <summary>{4, 4}.</summary>
    TwoLevels,
}
