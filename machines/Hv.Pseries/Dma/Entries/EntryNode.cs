namespace Hv.Pseries.Dma.Entries;

/// <summary>A part of an <see cref="EntryMap"/>: it stands for an aligned range of a power of two of entries.</summary>
internal abstract class EntryNode
{
    /// <summary>About how many bytes of the host's memory it takes, its children not counted.</summary>
    public abstract int HostBytes { get; }
}
