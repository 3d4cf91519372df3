using System.Text.Json.Nodes;

namespace Hv.Runtime.Monitors.Qmp.Commands;

/// <summary>Commands about the machine as a whole: whether it runs, what it is.</summary>
internal sealed class MachineCommands(MachineSession session)
{
    private static readonly QmpType.Enumeration States = new([.. Enum.GetValues<RunState>().Select(state => state.Name())]);

    /// <summary>The commands.</summary>
    public IEnumerable<QmpCommand> All =>
    [
        new("query-status", _ => Status())
        {
            Returns = new QmpType.Record(new("running", QmpType.Boolean), new("singlestep", QmpType.Boolean), new("status", States)),
        },
        new("stop", _ => Do(session.Stop)),
        new("cont", _ => Do(session.Continue)),
        new("system_reset", _ => Do(() => session.Reset("host-qmp-system-reset"))),
        new("system_powerdown", _ => Do(session.PowerDown)),
        new("system_wakeup", _ => Do(session.WakeUp)),
        new("quit", _ => Do(() => session.Quit("host-qmp-quit"))),
        new("query-name", _ => session.Options.Name is { } name ? new JsonObject { ["name"] = name } : new JsonObject())
        {
            Returns = new QmpType.Record(new QmpMember("name", QmpType.String, IsOptional: true)),
        },
        new("query-uuid", _ => new JsonObject { ["UUID"] = (session.Machine.Options.Uuid ?? Guid.Empty).ToString() })
        {
            Returns = new QmpType.Record(new QmpMember("UUID", QmpType.String)),
        },
        new("query-kvm", _ => new JsonObject { ["enabled"] = false, ["present"] = false })
        {
            Returns = new QmpType.Record(new("enabled", QmpType.Boolean), new("present", QmpType.Boolean)),
        },
        new("query-machines", _ => Machines()) { Returns = new QmpType.List(MachineInfo.Type) },
        new("query-current-machine", _ => new JsonObject { ["wakeup-suspend-support"] = true })
        {
            Returns = new QmpType.Record(new QmpMember("wakeup-suspend-support", QmpType.Boolean)),
        },
        new("query-cpus-fast", _ => Cpus())
        {
            Returns = new QmpType.List(new QmpType.Record(
                new("thread-id", QmpType.Integer), new("cpu-index", QmpType.Integer), new("target", QmpType.String))),
        },
        new("query-memory-size-summary", _ => new JsonObject
        {
            ["base-memory"] = session.Machine.Options.RamSize,
            ["plugged-memory"] = 0,
        })
        {
            Returns = new QmpType.Record(new("base-memory", QmpType.Integer), new("plugged-memory", QmpType.Integer)),
        },
        new("pmemsave", SaveMemory)
        {
            Arguments = new(new("val", QmpType.Integer), new("size", QmpType.Integer), new("filename", QmpType.String)),
        },
    ];

    private static JsonNode? Do(Action action)
    {
        action();
        return null;
    }

    private JsonObject Status()
    {
        var state = session.State;
        return new JsonObject { ["status"] = state.Name(), ["singlestep"] = false, ["running"] = state == RunState.Running };
    }

    private JsonArray Machines() =>
    [
        .. session.Catalog.Families.SelectMany(family => family.Versions.Select(version => MachineInfo.Describe(session.Catalog, family, version))),
    ];

    private JsonArray Cpus() =>
    [
        .. session.Machine.Cpus.Select((cpu, index) => new JsonObject
        {
            // Processors have no threads of their own: they execute nothing yet.
            ["thread-id"] = Environment.ProcessId,
            ["cpu-index"] = index,
            ["target"] = session.Options.Architecture,
        }),
    ];

    private JsonNode? SaveMemory(QmpArguments arguments)
    {
        var (address, size) = (arguments.OptionalInteger("val") ?? 0, arguments.OptionalInteger("size") ?? 0);
        if (size < 0)
            throw new MonitorException("Parameter 'size' expects a number of bytes");

        MemoryFile.Save(session.Machine, unchecked((ulong)address), (ulong)size, arguments.String("filename"));
        return null;
    }
}
