namespace Hv.Runtime.Migration;

/// <summary>What the state of a type consists of; also what a subsection consists of.</summary>
/// <param name="name">Its name in streams.</param>
/// <param name="version">The version that is saved, the newest that can be loaded.</param>
/// <param name="minimumVersion">The oldest version that can be loaded.</param>
/// <param name="fields">The fields, those of some versions only included, in order.</param>
/// <param name="subsections">The subsections, in order.</param>
public sealed class StateType(
    string name, uint version, uint minimumVersion, IReadOnlyList<StateField> fields, params IReadOnlyList<StateType> subsections)
{
    /// <summary>Its name in streams.</summary>
    public string Name { get; } = name;

    /// <summary>The version that is saved, the newest that can be loaded.</summary>
    public uint Version { get; } = version;

    /// <summary>The oldest version that can be loaded.</summary>
    public uint MinimumVersion { get; } = minimumVersion;

    /// <summary>The fields, those of some versions only included, in order.</summary>
    public IReadOnlyList<StateField> Fields { get; } = fields;

    /// <summary>The subsections, in order.</summary>
    public IReadOnlyList<StateType> Subsections { get; } = subsections;

    /// <summary>Whether each instance has the same form.</summary>
    internal bool IsUniform { get; } = subsections.Count == 0 && fields.All(field => field.IsUniform);

    /// <summary>Says what is wrong with a version in a stream; <see langword="null"/> when it can be loaded.</summary>
    public string? VersionProblem(uint inStream) =>
        inStream > Version ? $"'{Name}' has version {inStream} there; the newest known here is {Version}"
        : inStream < MinimumVersion ? $"'{Name}' has version {inStream} there; the oldest that can be read is {MinimumVersion}"
        : null;

    /// <inheritdoc/>
    public override string ToString() => Name;
}
