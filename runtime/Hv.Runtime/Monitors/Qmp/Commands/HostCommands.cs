using System.Text.Json.Nodes;
using Hv.Runtime.Monitors.Human;

namespace Hv.Runtime.Monitors.Qmp.Commands;

/// <summary>The human monitor, and queries about what this machine has none of: their answer is an empty list.</summary>
internal sealed class HostCommands(MachineSession session, HumanCommandTable human)
{
    /// <summary>There are no networks, displays or jobs yet.</summary>
    private static readonly string[] Empty =
    [
        "query-blockstats", "query-named-block-nodes", "query-block-jobs", "query-jobs", "query-iothreads",
        "query-memory-devices", "query-mice", "query-tpm", "query-rx-filter", "query-fdsets",
        "query-memdev", "query-block-exports",
    ];

    /// <summary>The commands.</summary>
    public IEnumerable<QmpCommand> All =>
    [
        new("human-monitor-command", Execute)
        {
            Arguments = new(new("command-line", QmpType.String), new("cpu-index", QmpType.Integer, IsOptional: true)),
            Returns = QmpType.String,
        },
        .. Empty.Select(name => new QmpCommand(name, _ => new JsonArray()) { Returns = new QmpType.List(QmpType.Any) }),
        new("query-balloon", _ => throw new MonitorException("No balloon device has been activated", MonitorException.DeviceNotActive)),
        new("query-vnc", _ => new JsonObject { ["enabled"] = false })
        {
            Returns = new QmpType.Record(new QmpMember("enabled", QmpType.Boolean)),
        },
        new("query-replay", _ => new JsonObject { ["icount"] = 0, ["mode"] = "none" })
        {
            Returns = new QmpType.Record(new("icount", QmpType.Integer), new("mode", new QmpType.Enumeration("none"))),
        },
        new("query-dump", _ => new JsonObject { ["total"] = 0, ["status"] = "none", ["completed"] = 0 })
        {
            Returns = new QmpType.Record(
                new("total", QmpType.Integer), new("status", new QmpType.Enumeration("none")), new("completed", QmpType.Integer)),
        },
        new("getfd", _ => throw new MonitorException("No file descriptor supplied via SCM_RIGHTS"))
        {
            Arguments = new(new QmpMember("fdname", QmpType.String)),
        },
    ];

    private JsonNode? Execute(QmpArguments arguments)
    {
        if (arguments.OptionalInteger("cpu-index") is { } index && (index < 0 || index >= session.Machine.Cpus.Count))
            throw new MonitorException("Parameter 'cpu-index' expects a CPU number");

        return JsonValue.Create(human.Execute(arguments.String("command-line")).ReplaceLineEndings("\r\n"));
    }
}
