namespace Hv.Runtime.Dma;

/// <summary>How a transfer of a device ended.</summary>
public enum DmaResult
{
    /// <summary>All of it was transferred.</summary>
    Success = 0,

    /// <summary>No window covers the address.</summary>
    NotDecoded,

    /// <summary>A window covers the address, but the page is not mapped.</summary>
    NotMapped,

    /// <summary>The page is mapped, but not for what the device wanted to do.</summary>
    NotPermitted,

    /// <summary>The page leads to an address where the guest has nothing, or something that did not take the access.</summary>
    NotAnswered,
}
