using System.Diagnostics.CodeAnalysis;
using Hv.Runtime.Monitors.Human;
using Hv.Runtime.Monitors.Qmp.Commands;

namespace Hv.Runtime.Monitors.Qmp;

/// <summary>The commands of a machine: what clients call, what <c>query-commands</c> lists and the schema describes.</summary>
internal sealed class QmpCommandTable
{
    private readonly Dictionary<string, QmpCommand> _commands = new(StringComparer.Ordinal);

    /// <summary>Makes the table of a machine.</summary>
    public QmpCommandTable(MachineSession session)
    {
        var human = new HumanCommandTable(session, canWait: false);
        Add(new ProtocolCommands(session, this).All);
        Add(new MachineCommands(session).All);
        Add(new ObjectCommands(session).All);
        Add(new DeviceCommands(session).All);
        Add(new CharacterDeviceCommands(session).All);
        Add(new BlockCommands(session).All);
        Add(new DmaCommands(session).All);
        Add(new MigrationCommands(session).All);
        Add(new HostCommands(session, human).All);
    }

    /// <summary>All commands, by name.</summary>
    public IEnumerable<QmpCommand> All => _commands.Values.OrderBy(command => command.Name, StringComparer.Ordinal);

    /// <summary>The command of this name.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out QmpCommand? command) => _commands.TryGetValue(name, out command);

    private void Add(IEnumerable<QmpCommand> commands)
    {
        foreach (var command in commands)
            _commands.Add(command.Name, command);
    }
}
