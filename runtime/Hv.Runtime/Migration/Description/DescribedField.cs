namespace Hv.Runtime.Migration.Description;

/// <summary>A field, or an array of fields that are all alike, as a stream's description has it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type, by the name that QEMU's descriptions have for it: <c>uint32</c>, <c>struct</c> and so on.</param>
/// <param name="Size">Its bytes; those of one element of an array.</param>
internal sealed record DescribedField(string Name, string Type, ulong Size)
{
    /// <summary>How many elements an array has that this one entry stands for; 1 for what is none.</summary>
    public ulong Count { get; init; } = 1;

    /// <summary>Which element of an array it is, where each has an entry of its own; otherwise <see langword="null"/>.</summary>
    public ulong? Index { get; init; }

    /// <summary>What a struct consists of.</summary>
    public DescribedState? Struct { get; init; }

    /// <summary>The elements of a queue, which its entry has in place: the same keys for each.</summary>
    public IReadOnlyList<DescribedState> Queued { get; init; } = [];
}
