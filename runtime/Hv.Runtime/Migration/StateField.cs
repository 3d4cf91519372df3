namespace Hv.Runtime.Migration;

/// <summary>One field of a <see cref="StateType"/>, as descriptions of streams and messages name it.</summary>
/// <param name="name">Its name.</param>
/// <param name="typeName">Its type as QEMU's descriptions have it: <c>uint32</c>, <c>struct</c>, <c>buffer</c>, <c>timer</c> and so on.</param>
public sealed class StateField(string name, string typeName)
{
    /// <summary>Its name.</summary>
    public string Name { get; } = name;

    /// <summary>Its type as QEMU's descriptions have it.</summary>
    public string TypeName { get; } = typeName;

    /// <summary>The type of a struct, or of an array's structs.</summary>
    public StateType? Struct { get; init; }

    /// <summary>Whether something but the version decides if it is there (<see cref="Declarations.MigratedAttribute.When"/>).</summary>
    public bool IsConditional { get; init; }

    /// <summary>The bytes without a meaning that it is; 0 for one with a meaning.</summary>
    public int UnusedBytes { get; init; }

    /// <summary>Whether all elements of an array of it have the same form, so that a description needs but one.</summary>
    internal bool IsUniform => !IsConditional && Struct is not { IsUniform: false };

    /// <inheritdoc/>
    public override string ToString() => Name;
}
