using System.Text.Json.Nodes;
using Hv.Runtime.Objects;

namespace Hv.Runtime.Monitors.Qmp.Commands;

/// <summary>Commands about objects and their types.</summary>
internal sealed class ObjectCommands(MachineSession session)
{
    private static readonly QmpMember Path = new("path", QmpType.String);
    private static readonly QmpMember Property = new("property", QmpType.String);
    private static readonly QmpMember TypeName = new("typename", QmpType.String);

    private static readonly QmpType PropertyList = new QmpType.List(new QmpType.Record(
        new("name", QmpType.String),
        new("type", QmpType.String),
        new("description", QmpType.String, IsOptional: true),
        new("default-value", QmpType.Any, IsOptional: true)));

    // Every device has these; they cannot be set, and lists of what can be set leave them out.
    private static readonly (string Name, string Type)[] DeviceProperties =
        [("type", "string"), ("parent_bus", "link<bus>"), ("realized", "bool"), ("hotplugged", "bool"), ("hotpluggable", "bool")];

    /// <summary>The commands.</summary>
    public IEnumerable<QmpCommand> All =>
    [
        new("qom-list", List) { Arguments = new(Path), Returns = PropertyList },
        new("qom-get", Get) { Arguments = new(Path, Property), Returns = QmpType.Any },
        new("qom-set", Set) { Arguments = new(Path, Property, new QmpMember("value", QmpType.Any)) },
        new("qom-list-types", ListTypes)
        {
            Arguments = new(new("implements", QmpType.String, IsOptional: true), new("abstract", QmpType.Boolean, IsOptional: true)),
            Returns = new QmpType.List(new QmpType.Record(
                new("name", QmpType.String),
                new("abstract", QmpType.Boolean, IsOptional: true),
                new("parent", QmpType.String, IsOptional: true))),
        },
        new("qom-list-properties", ListProperties) { Arguments = new(TypeName), Returns = PropertyList },
        new("device-list-properties", ListDeviceProperties) { Arguments = new(TypeName), Returns = PropertyList },
    ];

    private JsonArray List(QmpArguments arguments) => JsonValues.Array(ObjectPaths.Find(session.Tree, arguments.String("path")).Properties
        .Select(property => new JsonObject { ["name"] = property.Name, ["type"] = property.TypeName }));

    private JsonNode? Get(QmpArguments arguments)
    {
        var node = ObjectPaths.Find(session.Tree, arguments.String("path"));
        lock (session.Machine.Lock)
            return JsonValues.Of(ObjectPaths.FindProperty(node, arguments.String("property")).Get());
    }

    private JsonNode? Set(QmpArguments arguments)
    {
        var node = ObjectPaths.Find(session.Tree, arguments.String("path"));
        ObjectPaths.Set(session, node, arguments.String("property"), property => JsonValues.Text(property, arguments.Value("value")));
        return null;
    }

    private JsonArray ListTypes(QmpArguments arguments)
    {
        var implements = arguments.OptionalString("implements");
        var withAbstract = arguments.Switch("abstract");
        var types = session.Catalog.Types.ToDictionary(type => type.Name, StringComparer.Ordinal);
        return JsonValues.Array(types.Values
            .Where(type => (withAbstract || !type.IsAbstract) && (implements is null || Implements(type, implements)))
            .Select(Describe));

        bool Implements(TypeEntry? type, string name)
        {
            for (; type is not null; type = type.Parent is null ? null : types.GetValueOrDefault(type.Parent))
            {
                if (type.Name == name)
                    return true;
            }

            return false;
        }
    }

    private static JsonObject Describe(TypeEntry type)
    {
        var entry = new JsonObject();
        if (type.IsAbstract)
            entry["abstract"] = true;

        entry["name"] = type.Name;
        if (type.Parent is not null)
            entry["parent"] = type.Parent;

        return entry;
    }

    private JsonArray ListProperties(QmpArguments arguments)
    {
        var name = arguments.String("typename");
        var type = session.Catalog.Types.FirstOrDefault(type => type.Name == name)
            ?? throw new MonitorException($"Class '{name}' not found", MonitorException.DeviceNotFound);
        return JsonValues.Array(
        [
            .. (type.Device is null ? [("type", "string")] : DeviceProperties)
                .Select(property => new JsonObject { ["name"] = property.Name, ["type"] = property.Type }),
            .. (type.Device?.Properties ?? []).Select(DeviceTypes.Describe),
        ]);
    }

    private JsonArray ListDeviceProperties(QmpArguments arguments)
    {
        var name = arguments.String("typename");
        var type = session.Catalog.Types.FirstOrDefault(type => type.Name == name)
            ?? throw new MonitorException($"Device '{name}' not found", MonitorException.DeviceNotFound);
        if (type.Device is not { IsAbstract: false } device)
            throw new MonitorException("Parameter 'typename' expects a non-abstract device type");

        return JsonValues.Array(device.Properties.Select(DeviceTypes.Describe));
    }
}
