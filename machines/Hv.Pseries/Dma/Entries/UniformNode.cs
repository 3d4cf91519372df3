namespace Hv.Pseries.Dma.Entries;

/// <summary>All entries of its range have one value, which is not 0. It may stand in several places.</summary>
internal sealed class UniformNode(ulong value) : EntryNode
{
    /// <summary>The value.</summary>
    public ulong Value { get; } = value;

    /// <inheritdoc/>
    public override int HostBytes => 24;
}
