namespace Hv.Pseries.Dma.Entries;

/// <summary>A node with children; <see langword="null"/> stands for a child whose entries are all 0.</summary>
/// <param name="shift">A child stands for 2^this entries.</param>
internal abstract class InnerNode(int shift) : EntryNode
{
    /// <summary>A child stands for 2^this entries.</summary>
    public int Shift { get; } = shift;

    /// <summary>The children in order.</summary>
    public abstract Span<EntryNode?> Children { get; }
}
