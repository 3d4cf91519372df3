namespace Hv.Pseries.Dma.Entries;

/// <summary>
/// The root of a map with many entries: up to 4096 children, so that the maps guests make are one to three nodes deep.
/// </summary>
internal sealed class TopNode(int shift, int count) : InnerNode(shift)
{
    /// <summary>It has up to 2^this children.</summary>
    public const int MaximumBits = 12;

    private readonly EntryNode?[] _children = new EntryNode?[count];

    /// <inheritdoc/>
    public override int HostBytes => 56 + (_children.Length * sizeof(ulong));

    /// <inheritdoc/>
    public override Span<EntryNode?> Children => _children;

    /// <summary>The child for an entry of the map.</summary>
    public ref EntryNode? this[ulong entry] => ref _children[(int)(entry >> Shift)];
}
