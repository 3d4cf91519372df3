namespace Hv.Runtime.Migration.Description;

/// <summary>A field of a stream, or an array of fields that are all alike, in its place.</summary>
/// <param name="Name">Its name, with the number of the element where an array has an entry for each.</param>
/// <param name="Type">Its type, by the name that QEMU's descriptions have for it: <c>uint32</c>, <c>struct</c> and so on.</param>
/// <param name="Offset">Where in the stream it begins.</param>
/// <param name="Size">Its bytes; those of one element of an array.</param>
public sealed record DecodedField(string Name, string Type, ulong Offset, ulong Size)
{
    /// <summary>How many elements an array has, one after another; 1 for what is none.</summary>
    public ulong Count { get; init; } = 1;

    /// <summary>What a struct consists of; for an array of them, the first: the others have the same form (<see cref="Element"/>).</summary>
    public DecodedState? Struct { get; init; }

    /// <summary>The elements of a queue; <see langword="null"/> for what is none, or of whose elements the description says nothing.</summary>
    public IReadOnlyList<DecodedState>? Queued { get; init; }

    /// <summary>The struct that an element of an array is.</summary>
    /// <param name="index">The element, from 0 on.</param>
    /// <exception cref="InvalidOperationException">The field is no struct.</exception>
    public DecodedState Element(ulong index) =>
        (Struct ?? throw new InvalidOperationException($"Field '{Name}' is no struct.")).MoveBy(index * Size);

    internal DecodedField MoveBy(ulong distance) => this with
    {
        Offset = Offset + distance,
        Struct = Struct?.MoveBy(distance),
        Queued = Queued?.Select(element => element.MoveBy(distance)).ToList(),
    };
}
