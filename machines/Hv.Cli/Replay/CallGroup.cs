namespace Hv.Cli.Replay;

/// <summary>What came of all recorded calls of one token, name and counts.</summary>
/// <param name="token">The token.</param>
/// <param name="name">The name in the recording.</param>
/// <param name="argumentWords">nargs.</param>
/// <param name="returnWords">nret.</param>
internal sealed class CallGroup(uint token, string name, int argumentWords, int returnWords)
{
    private readonly List<CallDifference> _differences = [];

    /// <summary>The token.</summary>
    public uint Token => token;

    /// <summary>The name in the recording.</summary>
    public string Name => name;

    /// <summary>nargs.</summary>
    public int ArgumentWords => argumentWords;

    /// <summary>nret.</summary>
    public int ReturnWords => returnWords;

    /// <summary>How many calls were made on the machine.</summary>
    public long Made { get; set; }

    /// <summary>The outcomes.</summary>
    public ReplayCounts Counts { get; } = new();

    /// <summary>The first calls that differ, as many as were asked for.</summary>
    public IReadOnlyList<CallDifference> Differences => _differences;

    /// <summary>Counts a call that differs, and keeps it when there is room.</summary>
    public void AddDifference(CallDifference difference, int maximum)
    {
        Counts.Add(ReplayOutcome.Different);
        if (_differences.Count < maximum)
            _differences.Add(difference);
    }
}
