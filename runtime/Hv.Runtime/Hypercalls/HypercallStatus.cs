namespace Hv.Runtime.Hypercalls;

/// <summary>
/// The result of a hypercall in r3 (LoPAR 14.4, "hcall() return codes"). A negative one is an error: the output registers keep
/// what they held.
/// </summary>
public enum HypercallStatus : long
{
    /// <summary>The call did what it was asked.</summary>
    Success = 0,

    /// <summary>Try again.</summary>
    Busy = 1,

    /// <summary>The resource is closed.</summary>
    Closed = 2,

    /// <summary>Not available now.</summary>
    NotAvailable = 3,

    /// <summary>Call again to go on.</summary>
    Continue = 18,

    /// <summary>Busy for about 1 ms; 9901 to 9905 stand for ten times longer each.</summary>
    LongBusy1Millisecond = 9900,

    /// <summary>Busy for about 100 ms.</summary>
    LongBusy100Milliseconds = 9902,

    /// <summary>The hardware failed.</summary>
    Hardware = -1,

    /// <summary>There is no such hypercall.</summary>
    Function = -2,

    /// <summary>The caller may not make hypercalls.</summary>
    Privilege = -3,

    /// <summary>A parameter is wrong.</summary>
    Parameter = -4,

    /// <summary>The processor is in the wrong mode.</summary>
    BadMode = -5,

    /// <summary>The page table entry group is full.</summary>
    PageTableGroupFull = -6,

    /// <summary>There is no such entry.</summary>
    NotFound = -7,

    /// <summary>The DABR value is reserved.</summary>
    ReservedDabr = -8,

    /// <summary>Out of memory.</summary>
    NoMemory = -9,

    /// <summary>The caller lacks the authority.</summary>
    Authority = -10,

    /// <summary>The message was dropped.</summary>
    Dropped = -12,

    /// <summary>A resource is used up or in the way.</summary>
    Resource = -16,

    /// <summary>The platform has no more of what the call needs, such as memory for TCEs.</summary>
    NotEnoughResources = -44,

    /// <summary>The second parameter is wrong.</summary>
    Parameter2 = -55,

    /// <summary>The third parameter is wrong.</summary>
    Parameter3 = -56,

    /// <summary>The fourth parameter is wrong.</summary>
    Parameter4 = -57,

    /// <summary>The fifth parameter is wrong.</summary>
    Parameter5 = -58,

    /// <summary>Nothing was to be done.</summary>
    NoOperation = -63,

    /// <summary>Not supported.</summary>
    Unsupported = -67,

    /// <summary>The ranges overlap.</summary>
    Overlap = -68,

    /// <summary>A flag is not supported.</summary>
    UnsupportedFlag = -256,

    /// <summary>Other threads are still active.</summary>
    ThreadsActive = -9005,
}
