using Hv.Cli.Output;
using Hv.Runtime.Machines;
using Hv.Runtime.Text;

namespace Hv.Cli.Commands;

/// <summary>Serves <c>--trace</c>: enables events and writes their records to stderr, one line each: name, blank, message.</summary>
internal sealed class TraceOutput
{
    private readonly CliConsole _console;
    private readonly IReadOnlyList<string> _patterns;

    /// <summary>Takes the patterns of the command line.</summary>
    /// <exception cref="CliException">A pattern is empty.</exception>
    public TraceOutput(CliConsole console, IReadOnlyList<string> patterns)
    {
        _console = console;
        _patterns = patterns;
        if (patterns.Contains(""))
            throw new CliException("--trace: the pattern is empty; '*' matches every event.");
    }

    /// <summary>Whether the events are to be listed.</summary>
    public bool IsHelp => _patterns.Contains("help");

    /// <summary>Enables the events of a machine that is not realized yet, so that what happens while it is made is seen too.</summary>
    public void Attach(Machine machine)
    {
        if (IsHelp || _patterns.Count == 0)
            return;

        machine.Trace.Recorded += (traceEvent, message) => _console.Error.WriteLine($"{traceEvent.Name} {message}");
        foreach (var pattern in _patterns)
            machine.Trace.Enable(pattern);
    }

    /// <summary>Warns of each pattern that no event of the realized machine matches.</summary>
    public void WarnOfIdlePatterns(Machine machine)
    {
        foreach (var pattern in _patterns)
        {
            // Enabling once more changes nothing, and says how many events match now that they exist.
            if (machine.Trace.Enable(pattern) == 0)
            {
                var suggestion = NearestName.Suggest(pattern, machine.Trace.Events.Select(traceEvent => traceEvent.Name));
                _console.Error.WriteLine($"hv: warning: no trace event matches '{pattern}'; --trace help lists them.{suggestion}");
            }
        }
    }
}
