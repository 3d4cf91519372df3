using Hv.Runtime.Declarations;
using Hv.Runtime.Hypercalls;
using Hv.Runtime.Machines;
using Hv.Runtime.Memory;
using Hv.Runtime.Rtas;

namespace Toy.Hypercalls;

/// <summary>The guest's way into RTAS.</summary>
[Hypercalls]
internal sealed partial class RtasHypercall(ToyMachine machine)
{
    /// <summary>Makes the RTAS call whose argument buffer lies at an address.</summary>
    [Hypercall(0xF000, "H_RTAS")]
    private HypercallStatus CallRtas(VirtualCpu cpu, GuestPhysicalAddress buffer) =>
        RtasFrame.TryOpen(machine.Memory, buffer, out var frame) ? machine.CallRtas(frame, cpu) : HypercallStatus.Parameter;
}
