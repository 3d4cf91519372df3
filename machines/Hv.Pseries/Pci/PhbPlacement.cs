namespace Hv.Pseries.Pci;

/// <summary>Where in the guest's address space a host bridge has its windows.</summary>
public enum PhbPlacement
{
    /// <summary>At addresses that depend on its index alone, above 32 TiB, windows for NVLink2 among them.</summary>
    Fixed,

    /// <summary>At addresses that depend on its index alone, without windows for NVLink2.</summary>
    FixedWithoutNvlink,

    /// <summary>64 GiB for each bridge, from the first TiB boundary above all memory.</summary>
    AboveMemory,
}
