using Hv.Pseries.Processors;
using Hv.Runtime.Declarations;
using Hv.Runtime.Machines;
using Hv.Runtime.Rtas;

namespace Hv.Pseries.Rtas;

/// <summary>Processors of the partition (LoPAR 7.3.8).</summary>
[RtasCalls]
internal sealed partial class ProcessorCalls(PseriesMachine machine)
{
    /// <summary>Tells whether a processor is stopped and can be started.</summary>
    [RtasCall(0x2005, "query-cpu-stopped-state")]
    private RtasStatus QueryStoppedState(uint cpuId, out CpuStoppedState state)
    {
        var cpu = machine.FindProcessor(cpuId);
        state = cpu is { IsStopped: true } ? CpuStoppedState.Stopped : CpuStoppedState.NotStopped;
        return cpu is null ? RtasStatus.ParameterError : RtasStatus.Success;
    }

    /// <summary>Starts a processor that is stopped, at a real address and with a value in r3.</summary>
    [RtasCall(0x2006, "start-cpu")]
    private RtasStatus Start(VirtualCpu cpu, uint cpuId, uint address, uint argument)
    {
        if (machine.FindProcessor(cpuId) is not { } target)
            return RtasStatus.ParameterError;

        if (!target.IsStopped)
            return RtasStatus.HardwareError;

        target.Start(address, argument, (PseriesCpu)cpu);
        return RtasStatus.Success;
    }

    /// <summary>Stops the calling processor until it is started.</summary>
    [RtasCall(0x2007, "stop-self", Counts = RtasCounts.Any)]
    private void StopSelf(VirtualCpu cpu) => ((PseriesCpu)cpu).Stop();
}
