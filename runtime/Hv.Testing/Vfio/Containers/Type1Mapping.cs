namespace Hv.Testing.Vfio.Containers;

/// <summary>A mapping of type1.</summary>
/// <param name="Iova">The first bus address.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Address">The memory behind.</param>
/// <param name="Flags">What devices may do.</param>
internal readonly record struct Type1Mapping(ulong Iova, ulong Size, ulong Address, uint Flags)
{
    public ulong Last => Iova + Size - 1;
}
