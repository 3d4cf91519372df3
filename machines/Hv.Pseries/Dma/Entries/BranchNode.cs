using System.Runtime.CompilerServices;

namespace Hv.Pseries.Dma.Entries;

/// <summary>A node with up to 64 children, which lie in it.</summary>
internal sealed class BranchNode(int shift) : InnerNode(shift)
{
    /// <summary>It has up to 2^this children.</summary>
    public const int Bits = 6;

    private const int Count = 1 << Bits;

    private Array _children;

    /// <inheritdoc/>
    public override int HostBytes => 24 + (Count * sizeof(ulong));

    /// <inheritdoc/>
    public override Span<EntryNode?> Children => _children;

    /// <summary>The child for an entry, counted from the start of the node's range or of the map.</summary>
    public ref EntryNode? this[ulong entry] => ref _children[(int)(entry >> Shift) & (Count - 1)];

    [InlineArray(Count)]
    private struct Array
    {
        private EntryNode? _first;
    }
}
