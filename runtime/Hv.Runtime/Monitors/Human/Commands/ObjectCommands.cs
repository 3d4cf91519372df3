using System.Text;
using Hv.Runtime.Monitors.Qmp;

namespace Hv.Runtime.Monitors.Human.Commands;

/// <summary>Commands about objects.</summary>
internal sealed class ObjectCommands(MachineSession session)
{
    /// <summary>The commands.</summary>
    public IEnumerable<HumanCommand> All =>
    [
        new("qom-list", "path", "list QOM properties", List),
        new("qom-get", "path property", "print QOM property", Get),
        new("qom-set", "path property value", "set QOM property", Set),
        new("object_del", "id", "destroy QOM object", arguments =>
            throw new MonitorException($"object '{arguments.Required(0, "id")}' not found")),
    ];

    private string List(HumanArguments arguments)
    {
        if (arguments.Optional(0) is not { } path)
            return "/\n";

        var text = new StringBuilder();
        foreach (var property in ObjectPaths.Find(session.Tree, path).Properties)
            text.Append($"{property.Name} ({property.TypeName})\n");

        return text.ToString();
    }

    private string Get(HumanArguments arguments)
    {
        var node = ObjectPaths.Find(session.Tree, arguments.Required(0, "path"));
        lock (session.Machine.Lock)
            return QmpJson.Format(JsonValues.Of(ObjectPaths.FindProperty(node, arguments.Required(1, "property")).Get())) + "\n";
    }

    private string Set(HumanArguments arguments)
    {
        var node = ObjectPaths.Find(session.Tree, arguments.Required(0, "path"));
        ObjectPaths.Set(session, node, arguments.Required(1, "property"), _ => arguments.Required(2, "value"));
        return "";
    }
}
