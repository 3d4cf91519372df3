using Hv.Runtime.Objects;

namespace Hv.Runtime.Machines;

/// <summary>One compat row: a machine version gives a property of a type another default.</summary>
public sealed class CompatRow
{
    private readonly Action<HvObject> _assign;

    private CompatRow(string version, ObjectType target, ObjectProperty property, string valueText, Action<HvObject> assign)
    {
        Version = version;
        Target = target;
        Property = property;
        ValueText = valueText;
        _assign = assign;
    }

    /// <summary>The version that declares the row, e.g. <c>pseries-2.3</c>.</summary>
    public string Version { get; }

    /// <summary>The type whose objects it applies to, those of derived types included.</summary>
    public ObjectType Target { get; }

    /// <summary>The property.</summary>
    public ObjectProperty Property { get; }

    /// <summary>The value as text.</summary>
    public string ValueText { get; }

    /// <summary>Makes a row. For generated code.</summary>
    public static CompatRow Of<T>(string version, ObjectType target, ObjectProperty<T> property, T value) =>
        new(version, target, property, property.Format(value), instance => property.Assign(instance, value));

    /// <summary>Sets the property of <paramref name="instance"/> when the row applies to its type.</summary>
    public void Apply(HvObject instance)
    {
        if (instance.Type.Is(Target))
            _assign(instance);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Version}: {Target.Name}.{Property.Name} = {ValueText}";
}
