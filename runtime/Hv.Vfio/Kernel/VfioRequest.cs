namespace Hv.Vfio.Kernel;

/// <summary>
/// The requests of VFIO, numbered within its own range (linux/vfio.h, <c>VFIO_BASE</c> + n). Some numbers have a second meaning:
/// which one counts follows from the kind of descriptor and of IOMMU.
/// </summary>
public enum VfioRequest
{
    /// <summary>VFIO_GET_API_VERSION, of a container.</summary>
    GetApiVersion = 0,

    /// <summary>VFIO_CHECK_EXTENSION, of a container; the extension by value.</summary>
    CheckExtension = 1,

    /// <summary>VFIO_SET_IOMMU, of a container; the type by value.</summary>
    SetIommu = 2,

    /// <summary>VFIO_GROUP_GET_STATUS.</summary>
    GroupGetStatus = 3,

    /// <summary>VFIO_GROUP_SET_CONTAINER; the container's descriptor behind a pointer.</summary>
    GroupSetContainer = 4,

    /// <summary>VFIO_GROUP_UNSET_CONTAINER.</summary>
    GroupUnsetContainer = 5,

    /// <summary>VFIO_GROUP_GET_DEVICE_FD; the device's name behind a pointer, ended by 0.</summary>
    GroupGetDeviceFd = 6,

    /// <summary>VFIO_DEVICE_GET_INFO.</summary>
    DeviceGetInfo = 7,

    /// <summary>VFIO_DEVICE_GET_REGION_INFO.</summary>
    DeviceGetRegionInfo = 8,

    /// <summary>VFIO_DEVICE_GET_IRQ_INFO.</summary>
    DeviceGetIrqInfo = 9,

    /// <summary>VFIO_DEVICE_SET_IRQS.</summary>
    DeviceSetIrqs = 10,

    /// <summary>VFIO_DEVICE_RESET.</summary>
    DeviceReset = 11,

    /// <summary>VFIO_DEVICE_GET_PCI_HOT_RESET_INFO, of a device.</summary>
    DeviceGetPciHotResetInfo = 12,

    /// <summary>VFIO_IOMMU_GET_INFO, of a type1 container.</summary>
    IommuGetInfo = 12,

    /// <summary>VFIO_IOMMU_SPAPR_TCE_GET_INFO, of an sPAPR container.</summary>
    SpaprTceGetInfo = 12,

    /// <summary>VFIO_DEVICE_PCI_HOT_RESET, of a device.</summary>
    DevicePciHotReset = 13,

    /// <summary>VFIO_IOMMU_MAP_DMA, of a container.</summary>
    MapDma = 13,

    /// <summary>VFIO_IOMMU_UNMAP_DMA, of a container.</summary>
    UnmapDma = 14,

    /// <summary>VFIO_IOMMU_ENABLE, of an sPAPR v1 container.</summary>
    IommuEnable = 15,

    /// <summary>VFIO_IOMMU_DISABLE, of an sPAPR v1 container.</summary>
    IommuDisable = 16,

    /// <summary>VFIO_IOMMU_SPAPR_REGISTER_MEMORY, of an sPAPR v2 container.</summary>
    SpaprRegisterMemory = 17,

    /// <summary>VFIO_IOMMU_SPAPR_UNREGISTER_MEMORY, of an sPAPR v2 container.</summary>
    SpaprUnregisterMemory = 18,

    /// <summary>VFIO_IOMMU_SPAPR_TCE_CREATE, of an sPAPR v2 container.</summary>
    SpaprTceCreate = 19,

    /// <summary>VFIO_IOMMU_SPAPR_TCE_REMOVE, of an sPAPR v2 container.</summary>
    SpaprTceRemove = 20,

    /// <summary>VFIO_EEH_PE_OP, of an sPAPR container.</summary>
    EehPeOperation = 21,
}
