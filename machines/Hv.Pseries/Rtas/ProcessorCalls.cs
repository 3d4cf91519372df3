using Hv.Runtime.Declarations;
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
        var cpu = machine.Cpus.FirstOrDefault(cpu => cpu.Id == cpuId);
        state = cpu is { IsStopped: true } ? CpuStoppedState.Stopped : CpuStoppedState.NotStopped;
        return cpu is null ? RtasStatus.ParameterError : RtasStatus.Success;
    }
}
