namespace Hv.Runtime.Objects;

/// <summary>An object in the tree of a machine: a device, a bus, the machine, or a container of others.</summary>
public sealed class ObjectNode
{
    private readonly List<ObjectNode> _children = [];
    private readonly List<NodeProperty> _own = [];

    internal ObjectNode(string name, string typeName, ObjectNode? parent, HvObject? target = null)
    {
        Name = name;
        TypeName = typeName;
        Target = target;
        Path = parent is null ? "/" : parent.Path == "/" ? $"/{name}" : $"{parent.Path}/{name}";
        parent?._children.Add(this);
        _own.Add(new NodeProperty("type", "string", () => TypeName));
    }

    /// <summary>The name within the object above it.</summary>
    public string Name { get; }

    /// <summary>The name of its type.</summary>
    public string TypeName { get; }

    /// <summary>The path from the root.</summary>
    public string Path { get; }

    /// <summary>The device or machine behind it, or <see langword="null"/>.</summary>
    public HvObject? Target { get; }

    /// <summary>The objects below it, in the order in which they were made.</summary>
    public IReadOnlyList<ObjectNode> Children => _children;

    /// <summary>Its properties; the objects below it are properties too, last.</summary>
    public IEnumerable<NodeProperty> Properties =>
        _own.Concat(_children.Select(child => new NodeProperty(child.Name, $"child<{child.TypeName}>", () => child.Path)));

    /// <summary>The object below it of this name, or <see langword="null"/>.</summary>
    public ObjectNode? Find(string name) => _children.Find(child => child.Name == name);

    internal void Add(NodeProperty property) => _own.Add(property);
}
