namespace Hv.Cli.Replay;

/// <summary>How a recorded call or property compares with what the machine does.</summary>
internal enum ReplayOutcome
{
    /// <summary>The same, word for word.</summary>
    Equal,

    /// <summary>Not the same.</summary>
    Different,

    /// <summary>A rule took some of it out of the comparison; the rest is the same.</summary>
    NotComparable,

    /// <summary>The machine has nothing of this name yet.</summary>
    NotDeclared,
}
