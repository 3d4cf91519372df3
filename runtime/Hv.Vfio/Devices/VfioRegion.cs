using Hv.Vfio.Kernel;

namespace Hv.Vfio.Devices;

/// <summary>A region of a device: a base address register, the expansion ROM or the configuration space (linux/vfio.h, VFIO_PCI_*_REGION_INDEX).</summary>
/// <param name="Index">Which one.</param>
/// <param name="Size">Bytes; 0: the device has it not.</param>
/// <param name="Offset">Where in the device's file it begins.</param>
/// <param name="IsReadable">Whether it can be read.</param>
/// <param name="IsWritable">Whether it can be written.</param>
/// <param name="MappableAreas">The parts that can be mapped into the process, by offset in the region.</param>
public sealed record VfioRegion(
    int Index, ulong Size, ulong Offset, bool IsReadable, bool IsWritable, IReadOnlyList<(ulong Offset, ulong Size)> MappableAreas)
{
    /// <summary>The first base address register; five follow.</summary>
    public const int Bar0 = 0;

    /// <summary>The expansion ROM.</summary>
    public const int Rom = 6;

    /// <summary>The configuration space.</summary>
    public const int Configuration = 7;
}
