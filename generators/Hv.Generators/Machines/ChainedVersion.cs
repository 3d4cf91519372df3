namespace Hv.Generators.Machines;

/// <summary>A version in its place.</summary>
/// <param name="Version">The version.</param>
/// <param name="BuildsOn">The class of the version whose rows it has too, or <see langword="null"/> for the newest.</param>
/// <param name="Summary">One line of help: the version's own, or the family's.</param>
internal sealed record ChainedVersion(MachineVersionModel Version, string? BuildsOn, string Summary);
