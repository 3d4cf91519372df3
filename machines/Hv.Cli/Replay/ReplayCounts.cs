namespace Hv.Cli.Replay;

/// <summary>How many of each outcome.</summary>
internal sealed class ReplayCounts
{
    /// <summary>All of them.</summary>
    public long Total { get; private set; }

    /// <summary>The same, word for word.</summary>
    public long Equal { get; private set; }

    /// <summary>Not the same.</summary>
    public long Different { get; private set; }

    /// <summary>The same as far as a rule lets it be compared.</summary>
    public long NotComparable { get; private set; }

    /// <summary>Not known to the machine.</summary>
    public long NotDeclared { get; private set; }

    /// <summary>Counts one.</summary>
    public void Add(ReplayOutcome outcome)
    {
        Total++;
        switch (outcome)
        {
            case ReplayOutcome.Equal:
                Equal++;
                break;
            case ReplayOutcome.Different:
                Different++;
                break;
            case ReplayOutcome.NotComparable:
                NotComparable++;
                break;
            default:
                NotDeclared++;
                break;
        }
    }

    /// <inheritdoc/>
    public override string ToString() =>
        FormattableString.Invariant(
            $"{Equal} equal, {Different} different, {NotComparable} not comparable, {NotDeclared} not declared yet");
}
