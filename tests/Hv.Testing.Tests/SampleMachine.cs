using Hv.Runtime.Declarations;
using Hv.Runtime.Hypercalls;
using Hv.Runtime.Machines;
using Hv.Runtime.Memory;
using Hv.Runtime.Rtas;

namespace Hv.Testing.Tests;

/// <summary>A platform of three calls, declared as users declare theirs. It has no H_RTAS: tests dispatch directly.</summary>
[MachineFamily("sample")]
public abstract partial class SampleMachine : Machine;

/// <summary>Its only version.</summary>
[MachineVersion("sample", 1, 0)]
public sealed partial class Sample_1_0 : SampleMachine;

/// <summary>Its RTAS calls.</summary>
[RtasCalls]
internal sealed partial class SampleCalls(SampleMachine machine)
{
    /// <summary>Copies one word of memory.</summary>
    [RtasCall(0x2000, "copy-word")]
    private RtasStatus Copy(GuestPhysicalAddress from, GuestPhysicalAddress to, out uint word) =>
        machine.Memory.TryReadUInt32(from, out word) && machine.Memory.TryWriteUInt32(to, word) ? RtasStatus.Success : RtasStatus.HardwareError;

    /// <summary>Has a defect.</summary>
    [RtasCall(0x2001, "fail")]
    private RtasStatus Fail(out uint word) => throw new InvalidOperationException("a defect of the handler");
}

/// <summary>Its hypercalls.</summary>
[Hypercalls]
internal sealed partial class SampleHypercalls(SampleMachine machine)
{
    /// <summary>Tells who calls, on a machine of how many processors.</summary>
    [Hypercall(0x10, "H_WHO")]
    private HypercallStatus Who(VirtualCpu cpu, out ulong id, out ulong of)
    {
        id = (ulong)cpu.Id;
        of = (ulong)machine.Cpus.Count;
        return HypercallStatus.Success;
    }

    /// <summary>Has a defect.</summary>
    [Hypercall(0x14, "H_FAIL")]
    private HypercallStatus Fail() => throw new InvalidOperationException("a defect of the handler");
}
