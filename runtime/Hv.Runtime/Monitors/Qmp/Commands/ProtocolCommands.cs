using System.Text.Json.Nodes;

namespace Hv.Runtime.Monitors.Qmp.Commands;

/// <summary>Commands about the protocol itself.</summary>
internal sealed class ProtocolCommands(MachineSession session, QmpCommandTable table)
{
    private static readonly QmpType.Record VersionNumber = new(
        new("major", QmpType.Integer), new("minor", QmpType.Integer), new("micro", QmpType.Integer));

    /// <summary>The version of the program, in the form of QEMU's: clients read it to know which commands and events to expect.</summary>
    public static JsonObject Version => new()
    {
        // QEMU 7.2 is what the machines, the commands and their errors are compared with.
        ["qemu"] = new JsonObject { ["micro"] = 0, ["minor"] = 2, ["major"] = 7 },
        ["package"] = PackageName,
    };

    /// <summary>The program, for a person.</summary>
    public static string PackageName => $"Hv {typeof(ProtocolCommands).Assembly.GetName().Version?.ToString(3)}";

    /// <summary>The commands.</summary>
    public IEnumerable<QmpCommand> All =>
    [
        new("query-version", _ => Version)
        {
            Returns = new QmpType.Record(new("qemu", VersionNumber), new("package", QmpType.String)),
        },
        new("query-commands", _ => new JsonArray([.. table.All.Select(command => new JsonObject { ["name"] = command.Name })]))
        {
            Returns = new QmpType.List(new QmpType.Record(new QmpMember("name", QmpType.String))),
        },
        new("query-qmp-schema", _ => QmpSchema.Describe(table.All)) { Returns = new QmpType.List(QmpType.Any) },

        // A session carries negotiation out itself; who gets here has negotiated already.
        new("qmp_capabilities", _ => throw new MonitorException(
            "Capabilities negotiation is already complete, command ignored", MonitorException.CommandNotFound))
        {
            Arguments = QmpNegotiation.Arguments,
        },
        new("x-exit-preconfig", _ => throw new MonitorException("The command is permitted only before machine initialization")),
        new("query-target", _ => new JsonObject { ["arch"] = session.Options.Architecture })
        {
            Returns = new QmpType.Record(new QmpMember("arch", QmpType.String)),
        },
    ];
}
