namespace Hv.Runtime.Rtas;

/// <summary>
/// The status word of an RTAS call (LoPAR 7.2.8). A negative one is an error: the other return words are not stored. Calls whose
/// status carries a value of their own cast it: <c>(RtasStatus)9000</c>.
/// </summary>
public enum RtasStatus
{
    /// <summary>The call did what it was asked.</summary>
    Success = 0,

    /// <summary>event-scan and check-exception: there was nothing to report.</summary>
    NoErrorFound = 1,

    /// <summary>The hardware cannot do it.</summary>
    HardwareError = -1,

    /// <summary>Try again.</summary>
    Busy = -2,

    /// <summary>An argument, or the number of arguments or return words, is wrong.</summary>
    ParameterError = -3,

    /// <summary>The platform does not let this partition do it.</summary>
    NotAuthorized = -9002,

    /// <summary>ibm,configure-connector: the connector is in no state to be configured.</summary>
    NotConfigurable = -9003,

    /// <summary>ibm,suspend-me: other threads are still active.</summary>
    OtherThreadsActive = -9005,

    /// <summary>ibm,get-system-parameter: the buffer is too short for the length word.</summary>
    ParameterLengthError = -9999,
}
