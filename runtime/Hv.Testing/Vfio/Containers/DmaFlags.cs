namespace Hv.Testing.Vfio.Containers;

/// <summary>Flags of mappings (linux/vfio.h, <c>VFIO_DMA_MAP_FLAG_*</c>, <c>VFIO_DMA_UNMAP_FLAG_*</c>).</summary>
internal static class DmaFlags
{
    public const uint Read = 1;
    public const uint Write = 2;
    public const uint ReadWrite = Read | Write;

    public const uint UnmapDirtyBitmap = 1;
    public const uint UnmapAll = 2;

    public static bool Allow(ulong flags, bool isWrite) => (flags & (isWrite ? Write : Read)) != 0;
}
