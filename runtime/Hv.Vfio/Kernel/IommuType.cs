namespace Hv.Vfio.Kernel;

/// <summary>The kinds of IOMMU that a container can have, and extensions that are asked for the same way (linux/vfio.h).</summary>
public enum IommuType
{
    /// <summary>VFIO_TYPE1_IOMMU: unmapping may cut a mapping.</summary>
    Type1 = 1,

    /// <summary>VFIO_SPAPR_TCE_IOMMU: one window, made before.</summary>
    SpaprTce = 2,

    /// <summary>VFIO_TYPE1v2_IOMMU: unmapping takes whole mappings.</summary>
    Type1V2 = 3,

    /// <summary>VFIO_DMA_CC_IOMMU: extension only; DMA is cache coherent.</summary>
    DmaCacheCoherent = 4,

    /// <summary>VFIO_EEH: extension only; errors can be handled by EEH.</summary>
    Eeh = 5,

    /// <summary>VFIO_TYPE1_NESTING_IOMMU.</summary>
    Type1Nesting = 6,

    /// <summary>VFIO_SPAPR_TCE_v2_IOMMU: memory is registered, windows come and go.</summary>
    SpaprTceV2 = 7,

    /// <summary>VFIO_NOIOMMU_IOMMU: no isolation; Hv does not use it.</summary>
    NoIommu = 8,
}
