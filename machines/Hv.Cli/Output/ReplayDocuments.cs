using System.Text.Json;
using Hv.Cli.Replay;

namespace Hv.Cli.Output;

/// <summary>Makes the JSON document of a replay.</summary>
internal static class ReplayDocuments
{
    /// <summary>The document of a report.</summary>
    public static ReplayDocument Of(ReplayReport report) => new(
        report.Source,
        report.Machine,
        report.RamSize,
        Counts(report.Calls),
        [.. report.Groups.Select(Group)],
        Counts(report.PropertyCounts),
        [.. report.Properties.Select(Property)],
        report.ConfigurationSpaces,
        [.. report.Rules.Select(rule => new RuleItem(rule.Name, rule.Reason))],
        report.Notes);

    private static CountsItem Counts(ReplayCounts counts) =>
        new(counts.Total, counts.Equal, counts.Different, counts.NotComparable, counts.NotDeclared);

    private static CallGroupItem Group(CallGroup group) => new(
        group.Token,
        group.Name,
        group.ArgumentWords,
        group.ReturnWords,
        group.Made,
        Counts(group.Counts),
        [.. group.Differences.Select(difference => new CallDifferenceItem(
            difference.Line, difference.Arguments, difference.Recorded, difference.Ours, difference.Words, difference.Note))]);

    private static PropertyComparisonItem Property(PropertyComparison property) => new(
        property.Line,
        property.Path,
        JsonNamingPolicy.CamelCase.ConvertName(property.Outcome.ToString()),
        property.Recorded,
        property.Ours);
}
