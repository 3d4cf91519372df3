namespace Hv.Vfio.Host;

/// <summary>What a <see cref="PassthroughFinding"/> is about.</summary>
public enum PassthroughTopic
{
    /// <summary>The function itself: that it exists and is no bridge.</summary>
    Device = 0,

    /// <summary>Its IOMMU group, and who else is in it.</summary>
    Group,

    /// <summary>The driver that has it.</summary>
    Driver,

    /// <summary>What the host uses it for: a file system, a network interface.</summary>
    Use,

    /// <summary>The kernel's module vfio-pci.</summary>
    Module,

    /// <summary>The files in /dev/vfio.</summary>
    Access,

    /// <summary>The IOMMU that a container gets: its kind, its page sizes, its bus addresses.</summary>
    Iommu,

    /// <summary>Whether the device's interrupts are kept apart from the host's.</summary>
    Interrupts,

    /// <summary>The limit of locked memory (RLIMIT_MEMLOCK).</summary>
    LockedMemory,

    /// <summary>How the device is reset between guests.</summary>
    Reset,
}
