namespace Hv.Runtime.Machines;

/// <summary>One version of a machine family, as declared.</summary>
/// <param name="Name">FAMILY-MAJOR.MINOR or FAMILY-MAJOR.MINOR-SUFFIX.</param>
/// <param name="Major">The major number.</param>
/// <param name="Minor">The minor number.</param>
/// <param name="Suffix">The suffix of a side branch, or empty.</param>
/// <param name="Summary">One line of help.</param>
/// <param name="IsDefault">Whether a user who names no version gets this one.</param>
/// <param name="Compat">The rows that make this version.</param>
/// <param name="Create">Makes a machine of this version, with the version's defaults, not realized.</param>
public sealed record MachineVersion(
    string Name, int Major, int Minor, string Suffix, string Summary, bool IsDefault, CompatTable Compat, Func<Machine> Create)
{
    /// <inheritdoc/>
    public override string ToString() => Name;
}
