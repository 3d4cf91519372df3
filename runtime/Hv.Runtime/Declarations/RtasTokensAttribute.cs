namespace Hv.Runtime.Declarations;

/// <summary>
/// Declares on a machine class which RTAS tokens its calls may use; a token outside is a compile-time error (HV1004).
/// </summary>
/// <param name="first">The first token.</param>
/// <param name="last">The last token, inclusive.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = true)]
public sealed class RtasTokensAttribute(uint first, uint last) : Attribute
{
    /// <summary>The first token.</summary>
    public uint First { get; } = first;

    /// <summary>The last token, inclusive.</summary>
    public uint Last { get; } = last;

    /// <summary>What the names of the trace events begin with: <c>spapr_rtas_</c> gives <c>spapr_rtas_power_off</c>.</summary>
    public string TracePrefix { get; set; } = "rtas_";
}
