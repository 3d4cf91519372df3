using Hv.Runtime.Declarations;
using Hv.Runtime.Rtas;

namespace Hv.Pseries.Rtas;

/// <summary>The operator's display (LoPAR 7.3.5.4), which is the first virtual terminal.</summary>
[RtasCalls]
internal sealed partial class ConsoleCalls(PseriesMachine machine)
{
    /// <summary>Writes one character to the terminal with the lowest unit address.</summary>
    [RtasCall(0x2000, "display-character", Counts = RtasCounts.Any)]
    private RtasStatus DisplayCharacter(uint character)
    {
        if (machine.FirstVty is not { } vty)
            return RtasStatus.HardwareError;

        vty.Write([(byte)character]);
        return RtasStatus.Success;
    }
}
