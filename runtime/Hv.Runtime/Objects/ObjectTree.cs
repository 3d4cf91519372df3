using System.Globalization;
using Hv.Runtime.Machines;

namespace Hv.Runtime.Objects;

/// <summary>
/// The objects of a machine by path: <c>/machine</c>, <c>/machine/peripheral/ID</c> for devices that users gave an id,
/// <c>/machine/peripheral-anon/device[N]</c> for those they did not, <c>/machine/unattached/device[N]</c> for those of the machine.
/// </summary>
/// <param name="machine">The machine; it is realized.</param>
/// <param name="characterDevices">The character devices, below <c>/chardevs</c>: id and type.</param>
public sealed class ObjectTree(Machine machine, Func<IEnumerable<(string Id, string TypeName)>>? characterDevices = null)
{
    private const string Container = "container";

    /// <summary>The tree as it is now, from its root.</summary>
    public ObjectNode Root => Build();

    /// <summary>
    /// The object at a path: an absolute one, or the last parts of one when only one object has them.
    /// </summary>
    /// <returns><see langword="null"/> when there is none.</returns>
    /// <exception cref="AmbiguousPathException">Several objects have them.</exception>
    public ObjectNode? Find(string path)
    {
        var root = Root;
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (path.StartsWith('/'))
            return Follow(root, parts);

        // Every object ends in nothing.
        if (parts.Length == 0)
            throw new AmbiguousPathException(path);

        ObjectNode? found = null;
        foreach (var start in Descendants(root))
        {
            if (Follow(start, parts) is not { } candidate || candidate == found)
                continue;

            if (found is not null)
                throw new AmbiguousPathException(path);

            found = candidate;
        }

        return found;
    }

    /// <summary>An object and all below it.</summary>
    public static IEnumerable<ObjectNode> Descendants(ObjectNode node)
    {
        var stack = new Stack<ObjectNode>([node]);
        while (stack.TryPop(out var next))
        {
            yield return next;
            foreach (var child in next.Children)
                stack.Push(child);
        }
    }

    private static ObjectNode? Follow(ObjectNode node, IEnumerable<string> parts)
    {
        foreach (var part in parts)
        {
            if (node.Find(part) is not { } child)
                return null;

            node = child;
        }

        return node;
    }

    private static void AddDeclared(ObjectNode node, HvObject target)
    {
        foreach (var property in target.Type.Properties)
        {
            node.Add(new NodeProperty(
                property.Name,
                property.TypeName == "enum" ? "string" : property.TypeName,
                () => property.GetValue(target),
                property.IsReadOnly ? null : value => property.SetText(target, value)));
        }
    }

    private ObjectNode Build()
    {
        var root = new ObjectNode("", Container, parent: null);
        var top = new ObjectNode("machine", $"{machine.Version.Name}-machine", root, machine);
        AddDeclared(top, machine);
        _ = new ObjectNode("unattached", Container, top);
        _ = new ObjectNode("peripheral", Container, top);
        _ = new ObjectNode("peripheral-anon", Container, top);
        foreach (var device in machine.Devices)
            AddDevice(root, device);

        _ = new ObjectNode("objects", Container, root);
        var lines = new ObjectNode("chardevs", Container, root);
        foreach (var (id, typeName) in characterDevices?.Invoke() ?? [])
            _ = new ObjectNode(id, typeName, lines);

        return root;
    }

    private static void AddDevice(ObjectNode root, Device device)
    {
        var parts = device.Path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 0 || Follow(root, parts[..^1]) is not { } parent)
            return;

        var node = new ObjectNode(parts[^1], device.Type.Name, parent, device);
        if (device.ParentBus is { } parentBus)
            node.Add(new NodeProperty("parent_bus", "link<bus>", () => $"{parentBus.Parent.Path}/{parentBus.Name}"));

        node.Add(new NodeProperty("realized", "bool", () => device.IsRealized));
        node.Add(new NodeProperty("hotplugged", "bool", () => device.IsHotPlugged));
        node.Add(new NodeProperty("hotpluggable", "bool", () => device.IsHotPluggable));
        AddDeclared(node, device);
        foreach (var bus in device.ChildBuses)
            AddBus(node, bus);
    }

    private static void AddBus(ObjectNode parent, Bus bus)
    {
        var node = new ObjectNode(bus.Name, bus.TypeName, parent);
        var index = 0;
        foreach (var device in bus.Devices)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"child[{index++}]");
            node.Add(new NodeProperty(name, $"link<{device.Type.Name}>", () => device.Path));
        }
    }
}
