namespace Hv.Cli.Replay;

/// <summary>How a recording is replayed.</summary>
internal sealed record ReplaySettings
{
    /// <summary>How many differing calls of a group are kept as examples.</summary>
    public int MaximumExamples { get; init; } = 3;

    /// <summary>Answers device-tree properties; <see langword="null"/> when nothing does but the RTAS dispatcher.</summary>
    public DeviceTreeSource? DeviceTree { get; init; }

    /// <summary>How many of the recording's PCI functions are on the machine.</summary>
    public int PlacedFunctions { get; init; }

    /// <summary>The rules for calls.</summary>
    public IReadOnlyList<CallRule> CallRules { get; init; } = CallRule.All;

    /// <summary>The rules for properties.</summary>
    public IReadOnlyList<PropertyRule> PropertyRules { get; init; } = PropertyRule.All;

    /// <summary>Called now and then while the recording is replayed.</summary>
    public Action? Progress { get; init; }
}
