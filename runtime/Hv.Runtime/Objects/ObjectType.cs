using Hv.Runtime.Text;

namespace Hv.Runtime.Objects;

/// <summary>
/// The description of a device type or a machine's type: what the generator made of its declaration. Help, introspection, compat
/// tables and creation by name all read it.
/// </summary>
public sealed class ObjectType
{
    private readonly Func<HvObject>? _create;
    private readonly Dictionary<string, ObjectProperty> _byName;

    /// <summary>Makes a description. For generated code.</summary>
    /// <param name="name">The name users know.</param>
    /// <param name="summary">One line of help.</param>
    /// <param name="parent">The type it derives from, or <see langword="null"/>.</param>
    /// <param name="create">Makes an object with default values; <see langword="null"/> for an abstract type.</param>
    /// <param name="properties">The properties that this type adds to those of <paramref name="parent"/>.</param>
    public ObjectType(string name, string summary, ObjectType? parent, Func<HvObject>? create, ReadOnlySpan<ObjectProperty> properties)
    {
        Name = name;
        Summary = summary;
        Parent = parent;
        _create = create;
        Properties = [.. parent?.Properties ?? [], .. properties];
        _byName = Properties.ToDictionary(property => property.Name, StringComparer.Ordinal);
    }

    /// <summary>The name users know, e.g. <c>spapr-pci-host-bridge</c>.</summary>
    public string Name { get; }

    /// <summary>One line of help.</summary>
    public string Summary { get; }

    /// <summary>The type it derives from, or <see langword="null"/>.</summary>
    public ObjectType? Parent { get; }

    /// <summary>Whether no object of exactly this type can be made.</summary>
    public bool IsAbstract => _create is null;

    /// <summary>All properties, inherited ones first.</summary>
    public IReadOnlyList<ObjectProperty> Properties { get; }

    /// <summary>Whether this is <paramref name="other"/> or derives from it.</summary>
    public bool Is(ObjectType other)
    {
        for (var type = this; type is not null; type = type.Parent)
        {
            if (type == other)
                return true;
        }

        return false;
    }

    /// <summary>Makes an object with default values.</summary>
    /// <exception cref="InvalidOperationException">The type is abstract.</exception>
    public HvObject Create() =>
        _create?.Invoke() ?? throw new InvalidOperationException($"'{Name}' is an abstract type; make one of the types derived from it.");

    /// <summary>The property of this name.</summary>
    /// <exception cref="PropertyException">There is none; the message offers the nearest name.</exception>
    public ObjectProperty GetProperty(string name) =>
        _byName.TryGetValue(name, out var property)
            ? property
            : throw new PropertyException(
                $"'{Name}' has no property '{name}'.{NearestName.Suggest(name, _byName.Keys)}");

    /// <inheritdoc/>
    public override string ToString() => Name;
}
