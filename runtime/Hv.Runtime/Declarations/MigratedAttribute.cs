namespace Hv.Runtime.Declarations;

/// <summary>Declares a field or property as part of the migrated state of its type (<see cref="VmStateAttribute"/>).</summary>
/// <remarks>
/// <para>
/// Types, and what they are on the wire, always big-endian: <see cref="bool"/> (one byte) and the integers of 8 to 64 bits; enums, as
/// the integer under them; values of calls (<see cref="CallValueAttribute"/>), as their <c>Value</c>; types that have state
/// themselves, their fields in place; arrays of all these, whose length is fixed, or <see cref="Count"/>; <see cref="List{T}"/> of
/// types that have state, as a queue (a byte 1 before each, 0 at the end) of at most <see cref="Limit"/>;
/// <see cref="Time.MachineTimer"/>, its expiry as a signed 64-bit count of nanoseconds, -1 when it is not set, which one that is not
/// made yet is, too. Anything else through a <see cref="Codec"/>. None but a timer may be null.
/// </para>
/// <para>
/// A value that its type cannot have (a bool of 2, an undefined value of an enum without [Flags], more bits than fit) fails the load,
/// and the save where <see cref="As"/> or the limit has no room for it. What else must hold is for a method with
/// <see cref="AfterLoadAttribute"/> to check.
/// </para>
/// </remarks>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property, Inherited = false)]
public sealed class MigratedAttribute : Attribute
{
    /// <summary>
    /// The name in the description of streams; not given: that of the member in snake case, without a leading underscore.
    /// </summary>
    public string? Name { get; set; }

    /// <summary>The version of the state (of its subsection, where it has one) that brought it; streams of older ones do not have it.</summary>
    public int Since { get; set; }

    /// <summary>The version from which on it is gone: it is only read, from streams of older ones. 0, the default: it is there.</summary>
    public int Before { get; set; }

    /// <summary>
    /// The name of a bool member of the type that says, when saving and when loading, whether the field is there: something that both
    /// sides know before the stream, such as a property of the machine version.
    /// </summary>
    public string? When { get; set; }

    /// <summary>
    /// Whether the stream must hold the value that this side has: an identity that the guest sees. The member is a property of
    /// the device, a value of calls, or is marked <see cref="GuestVisibleAttribute"/>; it needs no setter.
    /// </summary>
    public bool MustMatch { get; set; }

    /// <summary>
    /// The name of an integer member with the number of elements of an array; it comes before the array in the stream, or is known to
    /// both sides. When loading, an array of another length is made anew; where the member cannot be set, the array keeps its length,
    /// and there are at most so many. Without Count all elements of the array that is there are migrated, and its length never changes.
    /// </summary>
    public string? Count { get; set; }

    /// <summary>
    /// How many elements there are at most, of an array with <see cref="Count"/> or of a list: a stream that says more fails before
    /// memory is taken for them. A constant; or, with <see cref="LimitFrom"/>, the name of a member.
    /// </summary>
    public long Limit { get; set; }

    /// <summary>The name of an integer member that has the limit, in place of <see cref="Limit"/>.</summary>
    public string? LimitFrom { get; set; }

    /// <summary>
    /// The integer type on the wire where it is not that of the member, e.g. <c>typeof(uint)</c> for a <see cref="int"/>. An array of
    /// bytes is one field (<c>buffer</c>) unless it says <c>typeof(byte)</c>: then each byte is one.
    /// </summary>
    public Type? As { get; set; }

    /// <summary>The class that saves and loads the field: an <see cref="Migration.IStateCodec{T}"/> of the member's type.</summary>
    public Type? Codec { get; set; }

    /// <summary>The type in the description of streams, e.g. <c>int32 le</c>; not given: what follows from the type.</summary>
    public string? TypeName { get; set; }

    /// <summary>The subsection it belongs to, by name; not given: none.</summary>
    public string? Subsection { get; set; }
}
