using Hv.Runtime.Hypercalls;
using Hv.Runtime.Machines;
using Hv.Runtime.Rtas;

namespace Hv.Runtime.Calls;

/// <summary>
/// Makes calls the way a guest does: through guest memory and registers. The typed clients that the generator writes
/// (<c>PseriesMachineRtasClient</c>) sit on it; Hv.Testing implements it.
/// </summary>
/// <typeparam name="TMachine">The machine whose calls can be made.</typeparam>
public interface IGuestCaller<out TMachine>
    where TMachine : Machine
{
    /// <summary>Makes an RTAS call: writes a frame to guest memory, makes the hypercall, reads the return words.</summary>
    /// <param name="token">The token.</param>
    /// <param name="arguments">The argument words.</param>
    /// <param name="returns">Room for the return words, the status first.</param>
    /// <returns>The status of the hypercall itself; the call's own status is <c>returns[0]</c>.</returns>
    HypercallStatus CallRtas(uint token, ReadOnlySpan<uint> arguments, Span<uint> returns);

    /// <summary>Makes a hypercall.</summary>
    /// <param name="number">The number, for r3.</param>
    /// <param name="registers">r4 to r12: nine registers, inputs before and outputs after.</param>
    HypercallStatus CallHypercall(ulong number, Span<ulong> registers);
}
