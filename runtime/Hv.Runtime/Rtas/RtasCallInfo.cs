using Hv.Runtime.Declarations;

namespace Hv.Runtime.Rtas;

/// <summary>What was declared of one RTAS call: one row of <c>hv rtas</c>.</summary>
/// <param name="Token">The token.</param>
/// <param name="Name">LoPAR's name.</param>
/// <param name="ArgumentWords">nargs; for a call that takes any counts, the least.</param>
/// <param name="ReturnWords">nret, the status included.</param>
/// <param name="Counts">Which other counts are taken too.</param>
/// <param name="Signature">Names and widths of arguments and return words, for a person.</param>
/// <param name="Summary">What the call does: the first sentence of the handler's documentation.</param>
public sealed record RtasCallInfo(
    uint Token, string Name, int ArgumentWords, int ReturnWords, RtasCounts Counts, string Signature, string Summary);
