namespace Hv.Runtime.Hypercalls;

/// <summary>What was declared of one hypercall: one row of <c>hv hypercalls</c>.</summary>
/// <param name="Number">The number in r3.</param>
/// <param name="Name">LoPAR's name.</param>
/// <param name="Inputs">Registers read, from r4.</param>
/// <param name="Outputs">Registers stored on success, from r4.</param>
/// <param name="Signature">Names and widths of inputs and outputs, for a person.</param>
/// <param name="Summary">What the call does: the first sentence of the handler's documentation.</param>
public sealed record HypercallInfo(uint Number, string Name, int Inputs, int Outputs, string Signature, string Summary);
