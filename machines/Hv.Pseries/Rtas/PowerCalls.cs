using Hv.Runtime.Declarations;
using Hv.Runtime.Machines;
using Hv.Runtime.Rtas;

namespace Hv.Pseries.Rtas;

/// <summary>Power of the machine and of its domains (LoPAR 7.3.7).</summary>
[RtasCalls]
internal sealed partial class PowerCalls(PseriesMachine machine)
{
    /// <summary>The domain of everything that has no domain of its own: all of the machine is always on.</summary>
    private const int LiveInsertionDomain = -1;

    private const uint FullPower = 100;

    /// <summary>Asks for the machine to be powered off.</summary>
    [RtasCall(0x2003, "power-off")]
    private RtasStatus PowerOff(VirtualCpu cpu, uint powerOnMaskHigh, uint powerOnMaskLow)
    {
        End(cpu);
        machine.Raise(new MachineEvent.PowerOffRequested());
        return RtasStatus.Success;
    }

    /// <summary>Asks for the machine to be reset.</summary>
    [RtasCall(0x2004, "system-reboot")]
    private RtasStatus Reboot(VirtualCpu cpu)
    {
        End(cpu);
        machine.Raise(new MachineEvent.ResetRequested());
        return RtasStatus.Success;
    }

    /// <summary>Sets the power level of a domain; the only one, -1, is always fully on.</summary>
    [RtasCall(0x201B, "set-power-level")]
    private RtasStatus SetLevel(int domain, uint level, out uint actualLevel) => GetLevel(domain, out actualLevel);

    /// <summary>Reads the power level of a domain.</summary>
    [RtasCall(0x201C, "get-power-level")]
    private RtasStatus GetLevel(int domain, out uint level)
    {
        level = FullPower;
        return domain == LiveInsertionDomain ? RtasStatus.Success : RtasStatus.ParameterError;
    }

    /// <summary>The guest has ended: a processor that executes does not go on.</summary>
    private void End(VirtualCpu cpu)
    {
        if (machine.Options.Execution != ExecutionMode.None)
            cpu.IsStopped = true;
    }
}
