namespace Hv.Runtime.Migration;

/// <summary>What the streams of a machine version have around their sections. Both sides of a migration must agree.</summary>
public sealed record MigrationFormat
{
    /// <summary>What streams have unless an old version says otherwise.</summary>
    public static MigrationFormat Default { get; } = new();

    /// <summary>Whether the stream says what machine it is of.</summary>
    public bool HasConfiguration { get; init; } = true;

    /// <summary>Whether each section ends with its number.</summary>
    public bool HasFooters { get; init; } = true;

    /// <summary>Whether the fields are described after the end.</summary>
    public bool HasDescription { get; init; } = true;

    /// <summary>Whether the state the machine ran in is always sent; else only when it neither ran nor was paused.</summary>
    public bool HasGlobalState { get; init; } = true;
}
