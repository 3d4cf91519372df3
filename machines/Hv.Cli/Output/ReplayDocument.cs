namespace Hv.Cli.Output;

// The shape of hv replay --json. Programs read it: names are added, never changed or removed.

/// <summary><c>hv replay --json</c>.</summary>
internal sealed record ReplayDocument(
    string Recording,
    string Machine,
    ulong Memory,
    CountsItem Calls,
    IReadOnlyList<CallGroupItem> Groups,
    CountsItem Properties,
    IReadOnlyList<PropertyComparisonItem> PropertyResults,
    long ConfigurationSpaces,
    IReadOnlyList<RuleItem> Rules,
    IReadOnlyList<string> Notes);

/// <summary>How many of each outcome.</summary>
internal sealed record CountsItem(long Total, long Equal, long Different, long NotComparable, long NotDeclared);

/// <summary>The calls of one token, name and counts.</summary>
internal sealed record CallGroupItem(
    uint Token,
    string Name,
    int ArgumentWords,
    int ReturnWords,
    long Made,
    CountsItem Counts,
    IReadOnlyList<CallDifferenceItem> Examples);

/// <summary>A call that was answered otherwise; no words of ours when it was not made.</summary>
internal sealed record CallDifferenceItem(
    long Line,
    IReadOnlyList<uint> Arguments,
    IReadOnlyList<uint> Recorded,
    IReadOnlyList<uint>? Ours,
    IReadOnlyList<int> Words,
    string? Note);

/// <summary>A device-tree property: values in hexadecimal, none of ours where the machine has none.</summary>
internal sealed record PropertyComparisonItem(long Line, string Path, string Outcome, string Recorded, string? Ours);

/// <summary>A rule that took something out of the comparison.</summary>
internal sealed record RuleItem(string Name, string Reason);
