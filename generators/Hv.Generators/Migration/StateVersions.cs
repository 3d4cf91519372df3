namespace Hv.Generators.Migration;

/// <summary>The versions that a state, or a subsection, is read in.</summary>
/// <param name="Name">The name in streams.</param>
/// <param name="Minimum">The oldest version that is read.</param>
/// <param name="Newest">The version that is saved.</param>
/// <param name="Subsection">The subsection, or <see langword="null"/> for the state itself.</param>
internal sealed record StateVersions(string Name, int Minimum, int Newest, string? Subsection);
