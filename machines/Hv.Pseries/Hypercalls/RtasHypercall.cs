using Hv.Runtime.Declarations;
using Hv.Runtime.Hypercalls;
using Hv.Runtime.Machines;
using Hv.Runtime.Memory;
using Hv.Runtime.Rtas;

namespace Hv.Pseries.Hypercalls;

/// <summary>The way into RTAS: the RTAS code in guest memory makes this hypercall.</summary>
[Hypercalls]
internal sealed partial class RtasHypercall(PseriesMachine machine)
{
    /// <summary>The token that early debug code of guests has for display-character built in.</summary>
    private const uint BuiltInDisplayCharacter = 0xA;

    private const uint DisplayCharacter = 0x2000;

    /// <summary>Makes the RTAS call whose argument buffer lies at an address. Parameter: no such call, or no such buffer.</summary>
    [Hypercall(0xF000, "H_RTAS")]
    private HypercallStatus CallRtas(VirtualCpu cpu, GuestPhysicalAddress buffer)
    {
        if (!RtasFrame.TryOpen(machine.Memory, buffer, out var frame))
            return HypercallStatus.Parameter;

        return machine.CallRtas(frame.Token == BuiltInDisplayCharacter ? frame.WithToken(DisplayCharacter) : frame, cpu);
    }
}
