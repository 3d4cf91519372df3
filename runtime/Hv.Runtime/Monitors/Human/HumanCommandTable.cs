using System.Text;
using Hv.Runtime.Monitors.Human.Commands;

namespace Hv.Runtime.Monitors.Human;

/// <summary>The human monitor: commands that people type, and what they show.</summary>
internal sealed class HumanCommandTable
{
    /// <summary>The longest line that is taken.</summary>
    private const int LongestLine = 64 << 10;

    private readonly Dictionary<string, HumanCommand> _commands = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HumanCommand> _info = new(StringComparer.Ordinal);

    /// <summary>Makes the commands of a machine.</summary>
    /// <param name="session">The machine.</param>
    /// <param name="canWait">Whether a command may hold the monitor up for long, as somebody at a terminal expects.</param>
    public HumanCommandTable(MachineSession session, bool canWait)
    {
        Add(_info, new InfoCommands(session).All);
        Add(_info, new TreeCommands(session).All);
        Add(_info, new ProcessorCommands(session).Info);
        var migration = new MigrationCommands(session, canWait);
        Add(_info, migration.Info);
        Add(_info, AbsentCommands.Info);
        Add(_commands,
        [
            new HumanCommand("help|?", "[cmd]", "show the help", Help),
            new HumanCommand("info", "[subcommand]", "show various information about the system state", _ => InfoHelp()),
        ]);
        Add(_commands, new ControlCommands(session).All);
        Add(_commands, new MemoryCommands(session).All);
        Add(_commands, new ObjectCommands(session).All);
        Add(_commands, migration.All);
        Add(_commands, AbsentCommands.All);
    }

    /// <summary>Carries out a line.</summary>
    /// <returns>What it shows: lines ended by LF, or nothing.</returns>
    public string Execute(string line)
    {
        if (line.Length > LongestLine)
            return $"a line of more than {LongestLine} characters\n";

        var text = line.TrimStart();
        if (text.Length == 0)
            return "";

        var (name, rest) = NameAndRest(text);
        var table = _commands;
        var full = name;
        if (name == "info" && rest.Length > 0)
        {
            (name, rest) = NameAndRest(rest);
            full = $"info {name}";
            table = _info;
        }

        if (!table.TryGetValue(name, out var command))
            return $"unknown command: '{full}'\n";

        if (command.Parameters.Length == 0 && rest.Length > 0)
            return $"{name}: extraneous characters at the end of line\nTry \"help {full}\" for more information\n";

        try
        {
            return command.Run(new HumanArguments(name, rest));
        }
        catch (MonitorException exception)
        {
            return $"Error: {exception.Message}\n";
        }
    }

    private static (string Name, string Arguments) NameAndRest(string text)
    {
        // A format may stick to the command: "x/8i 0".
        var end = text.IndexOfAny([' ', '\t', '/']);
        return end < 0 ? (text.TrimEnd(), "") : (text[..end], text[end..].Trim());
    }

    private static void Add(Dictionary<string, HumanCommand> table, IEnumerable<HumanCommand> commands)
    {
        foreach (var command in commands)
        {
            foreach (var name in command.Names)
                table.Add(name, command);
        }
    }

    private string Help(HumanArguments arguments)
    {
        if (arguments.Count == 0)
            return Lines(_commands.Values.Distinct().Select(command => command.HelpLine()));

        if (arguments.Optional(0) == "info")
        {
            return arguments.Optional(1) is not { } name
                ? InfoHelp()
                : _info.TryGetValue(name, out var info) ? info.HelpLine("info ") + "\n" : $"unknown command: 'info {name}'\n";
        }

        return _commands.TryGetValue(arguments.Required(0, "command"), out var found)
            ? found.HelpLine() + "\n"
            : $"unknown command: '{arguments.Rest}'\n";
    }

    private string InfoHelp() => Lines(_info.Values.Distinct().Select(command => command.HelpLine("info ")));

    private static string Lines(IEnumerable<string> lines)
    {
        var text = new StringBuilder();
        foreach (var line in lines.Order(StringComparer.Ordinal))
            text.Append(line).Append('\n');

        return text.ToString();
    }
}
