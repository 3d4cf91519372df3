using System.Runtime.InteropServices;

namespace Hv.Vfio.Kernel.Structures;

/// <summary>A function that a hot reset resets too (linux/vfio.h, <c>struct vfio_pci_dependent_device</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct DependentDevice
{
    /// <summary>Its IOMMU group.</summary>
    public uint Group;

    /// <summary>Its PCI domain.</summary>
    public ushort Segment;

    /// <summary>Its bus.</summary>
    public byte Bus;

    /// <summary>Device number times 8 plus function number.</summary>
    public byte DeviceFunction;
}
