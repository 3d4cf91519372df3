namespace Hv.Runtime.Objects;

/// <summary>Something with properties that users and compat tables set by name: a device or a machine.</summary>
/// <remarks>Its life: made (properties have their defaults), configured, realized (properties are frozen from here on).</remarks>
public abstract class HvObject
{
    /// <summary>The object's type: its name and its properties. The generator overrides it.</summary>
    public abstract ObjectType Type { get; }

    /// <summary>Whether the object has been realized; its properties can no longer be set then.</summary>
    public bool IsRealized { get; private protected set; }
}
