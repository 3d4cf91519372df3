using Hv.Runtime.Declarations;

namespace Hv.Runtime.Calls;

/// <summary>
/// A logical I/O bus number: names one TCE table to RTAS and to the TCE hypercalls (LoPAR 14.5.4.2). 32 bits; a register with any
/// of the upper 32 bits set is refused before the handler runs.
/// </summary>
/// <param name="Value">The number.</param>
[CallValue]
public readonly record struct Liobn(uint Value)
{
    /// <inheritdoc/>
    public override string ToString() => $"0x{Value:x}";
}
