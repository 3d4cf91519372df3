using System.Runtime.InteropServices;

namespace Hv.Vfio.Kernel.Structures;

/// <summary>What an sPAPR IOMMU can do (linux/vfio.h, <c>struct vfio_iommu_spapr_tce_info</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct SpaprInfo
{
    /// <summary>Bytes of the structure, as the caller knows it.</summary>
    public uint ArgumentSize;

    /// <summary>Windows can be created (1).</summary>
    public uint Flags;

    /// <summary>The first bus address of the default window.</summary>
    public uint Window32Start;

    /// <summary>Bytes of it.</summary>
    public uint Window32Size;

    /// <summary>Bit n: windows can have pages of 2^n bytes.</summary>
    public ulong PageSizes;

    /// <summary>How many windows there can be, the default one included.</summary>
    public uint WindowCount;

    /// <summary>Levels that a table can have.</summary>
    public uint Levels;
}
