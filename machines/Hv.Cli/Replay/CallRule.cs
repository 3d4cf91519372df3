namespace Hv.Cli.Replay;

/// <summary>Says which return words of a recorded call cannot be the same on another run, whatever the platform does.</summary>
internal abstract class CallRule
{
    /// <summary>All rules.</summary>
    public static IReadOnlyList<CallRule> All { get; } = [new TimeOfDayRule()];

    /// <summary>A short name, for the output.</summary>
    public abstract string Name { get; }

    /// <summary>What is not compared, and why.</summary>
    public abstract string Reason { get; }

    /// <summary>Whether the rule takes return word <paramref name="index"/> of <paramref name="call"/> out of the comparison.</summary>
    public abstract bool Excludes(RecordedCall call, int index);
}
