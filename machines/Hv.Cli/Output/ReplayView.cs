using System.Globalization;
using Hv.Cli.Replay;
using Spectre.Console;

namespace Hv.Cli.Output;

/// <summary>Shows a replay to a person: a table of the calls, the differences, and the totals as the last line.</summary>
/// <param name="console">Where to write to.</param>
/// <param name="isVerbose">Whether device-tree properties that do not differ are listed too.</param>
internal sealed class ReplayView(CliConsole console, bool isVerbose)
{
    private const int MaximumValueLength = 64;

    /// <summary>Writes all of it.</summary>
    public void Write(ReplayReport report)
    {
        console.WriteMarkup(Markup.Escape($"{report.Source} on {report.Machine}, {report.RamSize >> 20} MiB of RAM"));
        console.WriteLine();
        WriteCalls(report);
        foreach (var group in report.Groups.Where(group => group.Counts.Different > 0))
            WriteDifferences(group);

        WriteProperties(report);
        WriteRemarks(report);
        if (report.PropertyCounts.Total > 0)
            console.WriteMarkup($"{report.PropertyCounts.Total} device-tree properties: {report.PropertyCounts}");

        console.WriteMarkup($"{report.Calls.Total} calls: {report.Calls}");
    }

    private static string Words(IEnumerable<uint> words) =>
        string.Join(' ', words.Select(word => word.ToString("x8", CultureInfo.InvariantCulture)));

    /// <summary>Words as markup, those that differ marked.</summary>
    private static string Words(IReadOnlyList<uint> words, IReadOnlyList<int> marked, string style) =>
        string.Join(' ', words.Select((word, index) => marked.Contains(index) ? $"[{style}]{word:x8}[/]" : $"{word:x8}"));

    private static string Shorten(string value) =>
        value.Length <= MaximumValueLength ? value : $"{value[..MaximumValueLength]}… ({value.Length / 2} bytes)";

    private static Text Count(long count, Color color) =>
        count == 0
            ? new Text("0", new Style(decoration: Decoration.Dim))
            : new Text(count.ToString(CultureInfo.InvariantCulture), new Style(color));

    private static Text Outcome(ReplayOutcome outcome) => outcome switch
    {
        ReplayOutcome.Equal => new Text("equal", new Style(Color.Green)),
        ReplayOutcome.Different => new Text("different", new Style(Color.Red)),
        ReplayOutcome.NotComparable => new Text("not comparable", new Style(Color.Blue)),
        _ => new Text("not declared yet", new Style(Color.Yellow)),
    };

    private static Text Number(long number, string format = "d") => new(number.ToString(format, CultureInfo.InvariantCulture));

    private void WriteCalls(ReplayReport report)
    {
        // Names are up to 35 characters long: on a narrow terminal everything else makes room for them.
        var table = console.IsNarrow
            ? console.CreateTable("Token", "Name", "In/Out", "Calls", "Equal", "Differ", "Not\ncomp.", "Not\ndecl.")
            : console.CreateTable(
                "Token", "Name", "In", "Out", "Calls", "Made", "Equal", "Different", "Not comparable", "Not declared");
        foreach (var column in table.Columns.Skip(2))
            column.RightAligned();

        if (console.IsNarrow)
        {
            foreach (var column in table.Columns)
                column.Padding(0, 0);
        }

        foreach (var group in report.Groups)
        {
            List<Text> cells = [Number(group.Token, "x"), new Text(group.Name)];
            if (console.IsNarrow)
                cells.AddRange([new Text($"{group.ArgumentWords}/{group.ReturnWords}"), Number(group.Counts.Total)]);
            else
                cells.AddRange([Number(group.ArgumentWords), Number(group.ReturnWords), Number(group.Counts.Total), Number(group.Made)]);

            cells.AddRange(
            [
                Count(group.Counts.Equal, Color.Green),
                Count(group.Counts.Different, Color.Red),
                Count(group.Counts.NotComparable, Color.Blue),
                Count(group.Counts.NotDeclared, Color.Yellow),
            ]);
            table.AddRow(cells);
        }

        console.Write(table);
        console.WriteLine();
    }

    private void WriteDifferences(CallGroup group)
    {
        var shown = group.Differences.Count < group.Counts.Different ? $"; the first {group.Differences.Count}" : "";
        var counts = $"({group.ArgumentWords} in, {group.ReturnWords} out)";
        console.WriteMarkup($"[bold]{Markup.Escape(group.Name)}[/] {counts}: {group.Counts.Different} different{shown}");
        foreach (var difference in group.Differences)
        {
            var arguments = difference.Arguments.Count == 0 ? "none" : Words(difference.Arguments);
            console.WriteMarkup($"  line {difference.Line}: arguments {arguments}");
            console.WriteMarkup($"    recorded {Words(difference.Recorded, difference.Words, "green")}");
            if (difference.Ours is not null)
                console.WriteMarkup($"    ours     {Words(difference.Ours, difference.Words, "red")}");

            if (difference.Note is not null)
                console.WriteMarkup($"    {Markup.Escape(difference.Note)}");
        }

        console.WriteLine();
    }

    private void WriteProperties(ReplayReport report)
    {
        var properties = report.Properties.Where(property => isVerbose || property.Outcome == ReplayOutcome.Different).ToList();
        if (properties.Count == 0)
            return;

        var table = console.CreateTable("Line", "Property", "Outcome", "Recorded", "Ours");
        table.Columns[0].RightAligned();
        foreach (var property in properties)
        {
            table.AddRow(
                Number(property.Line),
                new Text(property.Path),
                Outcome(property.Outcome),
                new Text(Shorten(property.Recorded)),
                new Text(property.Ours is null ? "" : Shorten(property.Ours)));
        }

        console.Write(table);
        console.WriteLine();
    }

    private void WriteRemarks(ReplayReport report)
    {
        foreach (var (name, reason) in report.Rules)
            console.WriteMarkup(Markup.Escape($"Rule {name}: {reason}."));

        foreach (var note in report.Notes)
            console.WriteMarkup(Markup.Escape($"Note: {note}."));

        if (report.Rules.Count + report.Notes.Count > 0)
            console.WriteLine();
    }
}
