using Spectre.Console;
using Spectre.Console.Rendering;

namespace Hv.Cli.Output;

/// <summary>
/// Where the program writes to. On a terminal output is laid out to its width and coloured; elsewhere it is plain text, one row
/// of a table a line however long, so that other programs can search it.
/// </summary>
internal sealed class CliConsole
{
    /// <summary>Wider than any row: nothing is wrapped where no terminal sets a limit.</summary>
    private const int Unlimited = 10_000;

    /// <summary>Narrower than this, a table of calls puts signature and summary below each other.</summary>
    private const int NarrowLimit = 120;

    private readonly IAnsiConsole? _terminal;
    private readonly IAnsiConsole? _errorTerminal;

    /// <summary>Makes a console.</summary>
    /// <param name="output">What was asked for.</param>
    /// <param name="error">Errors, warnings, trace records, progress.</param>
    /// <param name="terminal">The terminal behind <paramref name="output"/>, or <see langword="null"/>.</param>
    /// <param name="errorTerminal">The terminal behind <paramref name="error"/>, or <see langword="null"/>.</param>
    public CliConsole(TextWriter output, TextWriter error, IAnsiConsole? terminal = null, IAnsiConsole? errorTerminal = null)
    {
        Output = output;
        Error = error;
        _terminal = terminal;
        _errorTerminal = errorTerminal;
    }

    /// <summary>What was asked for.</summary>
    public TextWriter Output { get; }

    /// <summary>Errors, warnings, trace records.</summary>
    public TextWriter Error { get; }

    /// <summary>Whether there is little room for long rows.</summary>
    public bool IsNarrow => _terminal is { Profile.Width: < NarrowLimit };

    /// <summary>Whether <see cref="WithProgress"/> shows how far it is.</summary>
    public bool ShowsProgress => _errorTerminal is not null;

    /// <summary>The console of the process.</summary>
    public static CliConsole OfProcess() => new(
        Console.Out,
        Console.Error,
        Console.IsOutputRedirected ? null : OnTerminal(Console.Out),
        Console.IsErrorRedirected ? null : OnTerminal(Console.Error));

    /// <summary>Writes a line of plain text; Spectre's markup in it means nothing.</summary>
    public void WriteLine(string text = "") => Output.WriteLine(text);

    /// <summary>Writes lines of Spectre markup.</summary>
    public void WriteMarkup(string markup) => Write(new Markup(markup + "\n"));

    /// <summary>Writes a table or markup.</summary>
    public void Write(IRenderable renderable)
    {
        if (_terminal is not null)
        {
            _terminal.Write(renderable);
            return;
        }

        using var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(text),
        });
        console.Profile.Width = Unlimited;
        console.Write(renderable);
        foreach (var line in text.ToString().TrimEnd('\n').Split('\n'))
            Output.WriteLine(line.TrimEnd());
    }

    /// <summary>Starts a picture that takes the place of the one before, where there is a terminal; elsewhere it follows it.</summary>
    public void StartFrame()
    {
        if (_terminal is not null)
            _terminal.Clear(home: true);
        else
            Output.WriteLine();
    }

    /// <summary>Makes a table with these headings.</summary>
    public Table CreateTable(params ReadOnlySpan<string> headings)
    {
        var table = new Table { ShowHeaders = true };
        table.Border(_terminal is null ? TableBorder.None : TableBorder.Simple);
        foreach (var heading in headings)
            table.AddColumn(new TableColumn(new Markup(Markup.Escape(heading), new Style(decoration: Decoration.Bold))));

        return table;
    }

    /// <summary>Runs <paramref name="work"/>, with a progress bar where stderr is a terminal.</summary>
    /// <param name="description">What is being done.</param>
    /// <param name="work">Calls what it is given with the part done, 0 to 1.</param>
    public T WithProgress<T>(string description, Func<Action<double>, T> work)
    {
        if (_errorTerminal is null)
            return work(_ => { });

        return _errorTerminal.Progress().AutoClear(true).Start(context =>
        {
            var task = context.AddTask(Markup.Escape(description), maxValue: 1);
            return work(done => task.Value = done);
        });
    }

    private static IAnsiConsole OnTerminal(TextWriter writer) =>
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });
}
