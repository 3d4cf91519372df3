using Hv.Runtime.Hypercalls;
using Hv.Runtime.Machines;
using Hv.Runtime.Memory;
using Hv.Runtime.Rtas;

namespace Hv.Cli.Tests.Infrastructure;

/// <summary>H_RTAS and nothing else.</summary>
internal sealed class SampleHypercalls(Machine machine) : HypercallDispatcher
{
    private readonly HypercallProbe _probe = new(
        new HypercallInfo(0xF000, "H_RTAS", 1, 0, "(frame)", "Runs the RTAS call in a frame."), machine.Trace.GetEvent("sample_hcall_rtas"));

    public override IEnumerable<HypercallProbe> Probes => [_probe];

    public override bool Dispatch(in HypercallFrame frame, VirtualCpu cpu, out HypercallStatus status)
    {
        status = HypercallStatus.Function;
        if (frame.Number != 0xF000)
            return false;

        status = RtasFrame.TryOpen(machine.Memory, new GuestPhysicalAddress(frame.Registers[0]), out var call)
            ? machine.CallRtas(call, cpu)
            : HypercallStatus.Parameter;
        return true;
    }

    public override bool TryGetNumber(string name, out uint number)
    {
        number = 0xF000;
        return name == "H_RTAS";
    }
}
