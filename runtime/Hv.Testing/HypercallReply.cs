using Hv.Runtime.Hypercalls;

namespace Hv.Testing;

/// <summary>What a hypercall answered.</summary>
/// <param name="Status">r3.</param>
/// <param name="Registers">r4 to r12 after the call.</param>
public sealed record HypercallReply(HypercallStatus Status, IReadOnlyList<ulong> Registers)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Status}: {string.Join(' ', Registers.Select(register => register.ToString("x", null)))}";
}
