namespace Hv.Runtime.Block;

/// <summary>How an operation on a block device ended.</summary>
public enum BlockStatus
{
    /// <summary>All of it was done.</summary>
    Success = 0,

    /// <summary>The device is read-only.</summary>
    ReadOnly,

    /// <summary>It reaches beyond the end of the device.</summary>
    OutOfRange,

    /// <summary>The host has no room left for what was written.</summary>
    NoSpace,

    /// <summary>The host's file is shorter than it was when it was opened: the bytes are gone.</summary>
    Truncated,

    /// <summary>The host reports another error, or the device is closed.</summary>
    HostError,
}
