using System.Text.Json.Nodes;

namespace Hv.Runtime.Monitors.Qmp.Commands;

/// <summary>Commands that add and remove devices.</summary>
internal sealed class DeviceCommands(MachineSession session)
{
    /// <summary>The commands.</summary>
    public IEnumerable<QmpCommand> All =>
    [
        new("device_add", Add)
        {
            Arguments = new(
                new("driver", QmpType.String), new("bus", QmpType.String, IsOptional: true), new("id", QmpType.String, IsOptional: true)),
            TakesMore = true,
        },
        new("device_del", Remove) { Arguments = new(new QmpMember("id", QmpType.String)) },
        new("query-pci", _ => DescribePci())
        {
            Returns = new QmpType.List(new QmpType.Record(new("bus", QmpType.Integer), new("devices", new QmpType.List(QmpType.Any)))),
        },
        new("query-hotpluggable-cpus", _ => throw new MonitorException("The feature 'query-hotpluggable-cpus' is not enabled"))
        {
            Returns = new QmpType.List(QmpType.Any),
        },
        new("object-del", arguments => throw new MonitorException($"object '{arguments.String("id")}' not found"))
        {
            Arguments = new(new QmpMember("id", QmpType.String)),
        },
    ];

    private JsonArray DescribePci()
    {
        lock (session.Machine.Lock)
            return new PciView(session.Machine).Describe();
    }

    private JsonNode? Add(QmpArguments arguments)
    {
        var properties = arguments.All
            .Where(argument => argument.Key is not ("driver" or "id"))
            .Select(argument => (argument.Key, JsonValues.Text(argument.Key, argument.Value)))
            .ToList();
        DeviceTypes.Add(session, arguments.String("driver"), arguments.OptionalString("id"), properties);
        return null;
    }

    private JsonNode? Remove(QmpArguments arguments)
    {
        DeviceTypes.Remove(session, arguments.String("id"));
        return null;
    }
}
