namespace Hv.Vfio.Containers;

/// <summary>What a device may do with a mapping (VFIO_DMA_MAP_FLAG_*).</summary>
[Flags]
public enum IovaPermission
{
    /// <summary>Nothing: no mapping has it.</summary>
    None = 0,

    /// <summary>Read memory.</summary>
    Read = 1,

    /// <summary>Write memory.</summary>
    Write = 2,

    /// <summary>Both.</summary>
    ReadWrite = Read | Write,
}
