using Spectre.Console;

namespace Hv.Cli.Output;

/// <summary>A table of RTAS calls or hypercalls. Where there is little room the summary stands below the signature.</summary>
internal sealed class CallTable
{
    private readonly CliConsole _console;
    private readonly Table _table;

    /// <summary>Makes an empty table.</summary>
    /// <param name="console">Where it will be written to.</param>
    /// <param name="key">The heading of the token or number.</param>
    public CallTable(CliConsole console, string key)
    {
        _console = console;
        _table = console.IsNarrow
            ? console.CreateTable(key, "Name", "In", "Out", "Signature and summary")
            : console.CreateTable(key, "Name", "In", "Out", "Signature", "Summary");
        _table.Columns[2].RightAligned();
        _table.Columns[3].RightAligned();
    }

    /// <summary>Adds a call.</summary>
    public void Add(string key, string name, string inputs, string outputs, string signature, string summary)
    {
        if (_console.IsNarrow)
            _table.AddRow(new Text(key), new Text(name), new Text(inputs), new Text(outputs), new Text($"{signature}\n{summary}"));
        else
            _table.AddRow(new Text(key), new Text(name), new Text(inputs), new Text(outputs), new Text(signature), new Text(summary));
    }

    /// <summary>Writes the table, or <paramref name="whenEmpty"/> when it has no row.</summary>
    public void Write(string whenEmpty)
    {
        if (_table.Rows.Count == 0)
            _console.WriteLine(whenEmpty);
        else
            _console.Write(_table);
    }
}
