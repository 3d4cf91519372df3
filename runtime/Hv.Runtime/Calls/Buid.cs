using Hv.Runtime.Declarations;

namespace Hv.Runtime.Calls;

/// <summary>The bus unit identifier of a PCI host bridge (LoPAR 7.3.1): two RTAS words, high then low.</summary>
/// <param name="Value">The 64-bit identifier.</param>
[CallValue]
public readonly record struct Buid(ulong Value)
{
    /// <inheritdoc/>
    public override string ToString() => $"0x{Value:x}";
}
