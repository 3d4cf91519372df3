using System.Globalization;
using System.Text.Json.Nodes;

namespace Hv.Runtime.Monitors.Qmp;

/// <summary>Describes commands and events as <c>query-qmp-schema</c> returns them; types have numbers for names.</summary>
internal sealed class QmpSchema
{
    private static readonly QmpType.Record Cause = new(new("guest", QmpType.Boolean), new("reason", QmpType.String));

    private static readonly (string Name, QmpType.Record Data)[] Events =
    [
        ("DEVICE_DELETED", new(new("device", QmpType.String, IsOptional: true), new("path", QmpType.String))),
        ("GUEST_PANICKED", new(new QmpMember("action", new QmpType.Enumeration("pause", "poweroff", "run")))),
        ("MIGRATION", new(new QmpMember("status", new QmpType.Enumeration([.. Migrations.MigrationStatuses.Names])))),
        ("MIGRATION_PASS", new(new QmpMember("pass", QmpType.Integer))),
        ("POWERDOWN", new()),
        ("RESET", Cause),
        ("RESUME", new()),
        ("RTC_CHANGE", new(new("offset", QmpType.Integer), new("qom-path", QmpType.String))),
        ("SHUTDOWN", Cause),
        ("STOP", new()),
        ("SUSPEND", new()),
        ("WAKEUP", new()),
    ];

    private readonly JsonArray _entries = [];
    private readonly List<(string Key, string Name)> _names = [];

    private QmpSchema()
    {
    }

    /// <summary>The schema of these commands, and of the events.</summary>
    public static JsonArray Describe(IEnumerable<QmpCommand> commands)
    {
        var schema = new QmpSchema();
        foreach (var command in commands)
        {
            var entry = new JsonObject
            {
                ["name"] = command.Name,
                ["ret-type"] = schema.NameOf(command.Returns),
                ["meta-type"] = "command",
                ["arg-type"] = schema.NameOf(command.Arguments),
            };
            if (command.AllowsOutOfBand)
                entry.Insert(2, "allow-oob", true);

            schema._entries.Add((JsonNode)entry);
        }

        foreach (var (name, data) in Events)
            schema._entries.Add((JsonNode)new JsonObject { ["name"] = name, ["meta-type"] = "event", ["arg-type"] = schema.NameOf(data) });

        return schema._entries;
    }

    private string NameOf(QmpType type)
    {
        switch (type)
        {
            case QmpType.Builtin builtin:
                return Once(builtin.Name, builtin.Name, () => new JsonObject { ["json-type"] = builtin.JsonType, ["meta-type"] = "builtin" });
            case QmpType.List list:
                var element = NameOf(list.Element);
                return Once($"[{element}]", $"[{element}]", () => new JsonObject { ["element-type"] = element, ["meta-type"] = "array" });
            case QmpType.Enumeration choice:
                return Once(string.Join('|', choice.Values), null, () => new JsonObject
                {
                    ["members"] = new JsonArray([.. choice.Values.Select(value => new JsonObject { ["name"] = value })]),
                    ["meta-type"] = "enum",
                    ["values"] = new JsonArray([.. choice.Values.Select(value => JsonValue.Create(value))]),
                });
            default:
                var members = ((QmpType.Record)type).Members
                    .Select(member => (member.Name, Type: NameOf(member.Type), member.IsOptional))
                    .ToList();
                return Once(string.Concat(members), null, () => new JsonObject
                {
                    ["members"] = new JsonArray([.. members.Select(Describe)]),
                    ["meta-type"] = "object",
                });
        }
    }

    private static JsonObject Describe((string Name, string Type, bool IsOptional) member)
    {
        var entry = new JsonObject { ["name"] = member.Name, ["type"] = member.Type };
        if (member.IsOptional)
            entry.Insert(1, "default", null);

        return entry;
    }

    /// <summary>Describes a type the first time, and returns its name.</summary>
    private string Once(string key, string? name, Func<JsonObject> describe)
    {
        foreach (var (knownKey, knownName) in _names)
        {
            if (knownKey == key)
                return knownName;
        }

        var newName = name ?? _names.Count.ToString(CultureInfo.InvariantCulture);
        _names.Add((key, newName));
        var entry = describe();
        entry.Insert(0, "name", newName);
        _entries.Add((JsonNode)entry);
        return newName;
    }
}
