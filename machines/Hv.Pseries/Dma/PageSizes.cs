using Hv.Runtime.Declarations;

namespace Hv.Pseries.Dma;

/// <summary>
/// The I/O page sizes of DMA windows, as ibm,query-pe-dma-window tells them (LoPAR 7.3.13.1, table "I/O Page Size Output"). The
/// bit of 2 MiB stands out of order: it came later.
/// </summary>
[Flags]
[GuestIdentity("ibm,query-pe-dma-window: page size")]
public enum PageSizes : uint
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>4 KiB, page shift 12.</summary>
    Size4K = 0x1,

    /// <summary>64 KiB, page shift 16.</summary>
    Size64K = 0x2,

    /// <summary>16 MiB, page shift 24.</summary>
    Size16M = 0x4,

    /// <summary>32 MiB, page shift 25.</summary>
    Size32M = 0x8,

    /// <summary>64 MiB, page shift 26.</summary>
    Size64M = 0x10,

    /// <summary>128 MiB, page shift 27.</summary>
    Size128M = 0x20,

    /// <summary>256 MiB, page shift 28.</summary>
    Size256M = 0x40,

    /// <summary>16 GiB, page shift 34.</summary>
    Size16G = 0x80,

    /// <summary>2 MiB, page shift 21.</summary>
    Size2M = 0x100,
}
