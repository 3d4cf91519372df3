using Hv.Runtime.Declarations;

namespace Hv.Runtime.Objects;

/// <summary>Something with properties that users and compat tables set by name: a device or a machine.</summary>
/// <remarks>Its life: made (properties have their defaults), configured, realized (properties are frozen from here on).</remarks>
[HostOnly("what kind of object it is, and where in the machine, is for whoever runs the machine to say")]
public abstract class HvObject
{
    /// <summary>The object's type: its name and its properties. The generator overrides it in a class that is declared.</summary>
    /// <remarks>
    /// It is not abstract, so that a class whose declaration is wrong, and is left out by the generator for that, has the
    /// diagnostic that says what is wrong as its first error, and not one about this member.
    /// </remarks>
    /// <exception cref="InvalidOperationException">The class is not declared and does not override it (HV2017, HV3016).</exception>
    public virtual ObjectType Type => throw new InvalidOperationException(
        $"Class '{GetType()}' has no object type: declare it, or a base class of it, as a partial class with [Device] or [MachineFamily].");

    /// <summary>Whether the object has been realized; its properties can no longer be set then.</summary>
    public bool IsRealized { get; private protected set; }

    /// <summary>The exception that says what is asked for exists once the object is realized.</summary>
    protected virtual InvalidOperationException NotRealized() => new($"This {Type.Name} is not realized yet.");
}
