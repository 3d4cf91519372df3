namespace Hv.Vfio.Devices;

/// <summary>The kinds of interrupts of a PCI device (linux/vfio.h, VFIO_PCI_*_IRQ_INDEX).</summary>
public enum VfioInterruptKind
{
    /// <summary>The interrupt pin; masked by the kernel as it comes.</summary>
    Intx = 0,

    /// <summary>Message-signalled interrupts.</summary>
    Msi = 1,

    /// <summary>Extended message-signalled interrupts.</summary>
    Msix = 2,

    /// <summary>An error that the device could not correct.</summary>
    Error = 3,

    /// <summary>The host wants the device back.</summary>
    Request = 4,
}
