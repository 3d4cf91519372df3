using System.Globalization;

namespace Hv.Generators.Machines;

/// <summary>
/// The number of a version and the suffix of a side branch. The order is that of a family's chain: newest first by number (2.12
/// before 2.9), and a side branch right after the version that it branches from.
/// </summary>
internal readonly record struct MachineVersionId(int Major, int Minor, string Suffix) : IComparable<MachineVersionId>
{
    /// <summary>Whether it branches from the version of the same number: nothing builds on it.</summary>
    public bool IsSideBranch => Suffix.Length > 0;

    /// <summary>The version it branches from; the version itself when it is no side branch.</summary>
    public MachineVersionId Base => this with { Suffix = "" };

    public int CompareTo(MachineVersionId other)
    {
        var byNumber = (other.Major, other.Minor).CompareTo((Major, Minor));
        return byNumber != 0 ? byNumber : string.CompareOrdinal(Suffix, other.Suffix);
    }

    /// <summary>FAMILY-MAJOR.MINOR or FAMILY-MAJOR.MINOR-SUFFIX.</summary>
    public string NameIn(string family) => $"{family}-{this}";

    public override string ToString() =>
        string.Format(CultureInfo.InvariantCulture, IsSideBranch ? "{0}.{1}-{2}" : "{0}.{1}", Major, Minor, Suffix);
}
