using System.Text.Json.Nodes;
using Hv.Runtime.Chardev;
using Hv.Runtime.Text;

namespace Hv.Runtime.Monitors.Qmp.Commands;

/// <summary>Commands about character devices.</summary>
internal sealed class CharacterDeviceCommands(MachineSession session)
{
    private static readonly QmpType Instances = new QmpType.List(new QmpType.Record(
        new("type", new QmpType.Enumeration("block-node", "chardev", "migration")), new("id", QmpType.String, IsOptional: true)));

    /// <summary>The commands.</summary>
    public IEnumerable<QmpCommand> All =>
    [
        new("query-chardev", _ => new JsonArray([.. session.Machine.Options.CharacterDevices.All.Select(device => new JsonObject
        {
            ["frontend-open"] = device.IsTaken,
            ["filename"] = device.FileName,
            ["label"] = device.Id,
        })]))
        {
            Returns = new QmpType.List(new QmpType.Record(
                new("frontend-open", QmpType.Boolean), new("filename", QmpType.String), new("label", QmpType.String))),
        },
        new("query-chardev-backends", _ => new JsonArray([.. CharacterDeviceFactory.Kinds.Select(kind => new JsonObject { ["name"] = kind })]))
        {
            Returns = new QmpType.List(new QmpType.Record(new QmpMember("name", QmpType.String))),
        },
        new("chardev-add", Add)
        {
            Arguments = new(
                new QmpMember("id", QmpType.String),
                new QmpMember("backend", new QmpType.Record(new("type", QmpType.String), new("data", QmpType.Any, IsOptional: true)))),
        },
        new("query-yank", _ => new JsonArray([.. session.Machine.Options.CharacterDevices.All.Where(device => device.CanCut)
            .Select(device => new JsonObject { ["id"] = device.Id, ["type"] = "chardev" })]))
        {
            Returns = Instances,
            AllowsOutOfBand = true,
        },
        new("yank", Yank) { Arguments = new(new QmpMember("instances", Instances)), AllowsOutOfBand = true },
        new("chardev-remove", Remove) { Arguments = new(new QmpMember("id", QmpType.String)) },
    ];

    private JsonNode? Add(QmpArguments arguments)
    {
        var id = arguments.String("id");
        if (session.Machine.Options.CharacterDevices.TryGet(id, out _))
            throw new MonitorException($"Chardev with id '{id}' already exists");

        var backend = arguments.Value("backend")!.AsObject();
        var options = new OptionList();
        options.Add("backend", backend["type"]!.GetValue<string>());
        options.Add("id", id);
        foreach (var (name, value) in Flatten(backend["data"] as JsonObject ?? []))
            options.Add(name, JsonValues.Text(name, value));

        // A command that waited for a client would hold up the monitor.
        if (options.Items.Any(item => item is ("server", "on")))
            options.Add("wait", "off");

        try
        {
            session.Machine.Options.CharacterDevices.Add(CharacterDeviceFactory.Create(options));
            return null;
        }
        catch (CharacterDeviceException exception)
        {
            throw new MonitorException(exception.Message, exception);
        }
    }

    /// <summary>QMP has a socket's address as an object in an object; options have it flat, with these names.</summary>
    private static IEnumerable<(string Name, JsonNode? Value)> Flatten(JsonObject data)
    {
        foreach (var (name, value) in data)
        {
            if (value is not JsonObject inner)
            {
                yield return (name == "out" ? "path" : name, value);
                continue;
            }

            foreach (var (innerName, innerValue) in Flatten(inner))
            {
                // The kind of address, and the object around it, follow from which of path, host and fd is given.
                if (innerName != "type")
                    yield return (innerName == "str" ? "fd" : innerName, innerValue);
            }
        }
    }

    /// <summary>Cuts connections: all that are named, or none when one is not there.</summary>
    private JsonNode? Yank(QmpArguments arguments)
    {
        var devices = session.Machine.Options.CharacterDevices.All;
        var named = arguments.Value("instances")!.AsArray()
            .Select(instance => devices.FirstOrDefault(device => device.CanCut
                && instance!["type"]!.GetValue<string>() == "chardev" && device.Id == instance["id"]?.GetValue<string>()))
            .ToList();
        if (named.Contains(null))
            throw new MonitorException("Instance not found", MonitorException.DeviceNotFound);

        foreach (var device in named)
            device!.Cut();

        return null;
    }

    private JsonNode? Remove(QmpArguments arguments)
    {
        try
        {
            session.Machine.Options.CharacterDevices.Remove(arguments.String("id"));
            return null;
        }
        catch (CharacterDeviceException exception)
        {
            throw new MonitorException(exception.Message, exception);
        }
    }
}
