using Hv.Runtime.Hypercalls;
using Hv.Runtime.Machines;

namespace Hv.Runtime.Tests.Monitors.Infrastructure;

/// <summary>Number 4 answers H_PARAMETER and each register plus one; there is no other.</summary>
internal sealed class PlainHypercalls(Machine machine) : HypercallDispatcher
{
    public override IEnumerable<HypercallProbe> Probes => [];

    public override bool Dispatch(in HypercallFrame frame, VirtualCpu cpu, out HypercallStatus status)
    {
        status = HypercallStatus.Function;
        if (frame.Number != 4)
            return false;

        foreach (ref var register in frame.Registers)
            register++;

        status = machine.Cpus.Count > 0 ? HypercallStatus.Parameter : HypercallStatus.Hardware;
        return true;
    }

    public override bool TryGetNumber(string name, out uint number)
    {
        number = 4;
        return name == "PLAIN";
    }
}
