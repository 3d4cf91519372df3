using Spectre.Console;

namespace Hv.Benchmarks.Reporting;

/// <summary>Prints what was measured as one table.</summary>
internal static class ResultTable
{
    /// <summary>Prints the rows in their order.</summary>
    public static void Print(IEnumerable<ResultRow> rows)
    {
        var table = new Table().Border(TableBorder.Minimal);
        table.AddColumn("What");
        table.AddColumn(new TableColumn("Measured").RightAligned().NoWrap());
        table.AddColumn(new TableColumn("Target").RightAligned().NoWrap());
        table.AddColumn(new TableColumn("Met").NoWrap());
        foreach (var row in rows)
        {
            table.AddRow(
                Markup.Escape(row.What),
                Markup.Escape(row.Measured),
                Markup.Escape(row.Target),
                row.IsMet switch { true => "[green]yes[/]", false => "[red]no[/]", null => "" });
        }

        // Where no terminal sets a limit, a row is a line.
        if (Console.IsOutputRedirected)
            AnsiConsole.Profile.Width = 200;

        AnsiConsole.Write(table);
    }
}
