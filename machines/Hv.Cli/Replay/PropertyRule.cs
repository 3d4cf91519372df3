namespace Hv.Cli.Replay;

/// <summary>Says which device-tree properties of a recording are not the platform's work.</summary>
internal abstract class PropertyRule
{
    /// <summary>All rules.</summary>
    public static IReadOnlyList<PropertyRule> All { get; } = [new FirmwarePropertyRule()];

    /// <summary>A short name, for the output.</summary>
    public abstract string Name { get; }

    /// <summary>What is not compared, and why.</summary>
    public abstract string Reason { get; }

    /// <summary>Whether the rule takes <paramref name="property"/> out of the comparison.</summary>
    public abstract bool Excludes(RecordedProperty property);
}
