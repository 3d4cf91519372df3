namespace Hv.Runtime.Declarations;

/// <summary>How the nargs and nret words of an RTAS frame must match the signature of a handler.</summary>
public enum RtasCounts
{
    /// <summary>Both equal to what the signature says; anything else is a parameter error (-3).</summary>
    Exact,

    /// <summary>
    /// At least the arguments of the signature, any number of return words: further arguments are ignored, and only the return
    /// words for which the guest gave room are stored. For the calls whose counts the field's firmware never checked.
    /// </summary>
    Any,

    /// <summary>
    /// Exactly the arguments of the signature, any number of return words: only those for which the guest gave room are stored.
    /// </summary>
    AnyReturns,
}
