namespace Hv.Cli.Replay;

/// <summary>What came of a recording.</summary>
/// <param name="Source">The recording, as the user named it.</param>
/// <param name="Machine">The machine version it was replayed on.</param>
/// <param name="RamSize">The machine's RAM in bytes.</param>
/// <param name="Groups">The calls, by token, name and counts.</param>
/// <param name="Calls">The outcomes of all calls.</param>
/// <param name="Properties">The device-tree properties, in the order of the recording.</param>
/// <param name="PropertyCounts">The outcomes of all device-tree properties.</param>
/// <param name="ConfigurationSpaces">How many configuration spaces the recording has; they are not compared.</param>
/// <param name="Rules">The rules that took something out of the comparison: name and reason.</param>
/// <param name="Notes">What else there is to say.</param>
internal sealed record ReplayReport(
    string Source,
    string Machine,
    ulong RamSize,
    IReadOnlyList<CallGroup> Groups,
    ReplayCounts Calls,
    IReadOnlyList<PropertyComparison> Properties,
    ReplayCounts PropertyCounts,
    long ConfigurationSpaces,
    IReadOnlyList<(string Name, string Reason)> Rules,
    IReadOnlyList<string> Notes)
{
    /// <summary>Whether anything is different.</summary>
    public bool HasDifference => Calls.Different > 0 || PropertyCounts.Different > 0;
}
