using System.Text;
using Hv.Runtime.Declarations;
using Hv.Runtime.Machines;
using Hv.Runtime.Memory;
using Hv.Runtime.Rtas;

namespace Hv.Pseries.Rtas;

/// <summary>
/// What a guest does when something is broken: its operating system has given up (LoPAR 7.3.9), or wants to be told of machine
/// checks by the platform (firmware-assisted non-maskable interrupts, LoPAR 7.3.14).
/// </summary>
[RtasCalls]
internal sealed partial class FailureCalls(PseriesMachine machine)
{
    private const int LongestMessage = 511;

    /// <summary>Interrupt handlers lie below 32 MiB, where a branch from the vectors reaches them.</summary>
    private const uint VectorLimit = 32 << 20;

    /// <summary>The guest's operating system has given up; its last words are passed on.</summary>
    [RtasCall(0x201F, "ibm,os-term", Counts = RtasCounts.Any)]
    private RtasStatus Terminate(GuestPhysicalAddress message)
    {
        machine.Raise(new MachineEvent.Panicked(ReadMessage(message.RealMode)));
        return RtasStatus.Success;
    }

    /// <summary>Registers where the guest wants system resets and machine checks delivered.</summary>
    [RtasCall(0x202B, "ibm,nmi-register", Counts = RtasCounts.Any)]
    private RtasStatus RegisterNmi(uint systemReset, uint machineCheck)
    {
        if (!machine.CapFwnmi || machine.RtasBase is null)
            return RtasStatus.ParameterError;

        var limit = Math.Min(VectorLimit, machine.RealModeAreaSize);
        if (systemReset >= limit || machineCheck >= limit)
            return RtasStatus.ParameterError;

        machine.Nmi.Register(systemReset, machineCheck);
        return RtasStatus.Success;
    }

    /// <summary>The guest has taken over the error log of a machine check; the next one may be delivered.</summary>
    [RtasCall(0x202C, "ibm,nmi-interlock", Counts = RtasCounts.Any)]
    private RtasStatus Interlock(VirtualCpu cpu)
    {
        if (!machine.CapFwnmi || !machine.Nmi.IsRegistered)
            return RtasStatus.ParameterError;

        machine.Nmi.Release(cpu);
        return RtasStatus.Success;
    }

    /// <summary>The text at an address, up to a NUL or the end of RAM; what is no printable ASCII becomes a question mark.</summary>
    private string ReadMessage(GuestPhysicalAddress address)
    {
        if (address.Value >= machine.Memory.Size)
            return "";

        var bytes = new byte[Math.Min(LongestMessage, machine.Memory.Size - address.Value)];
        if (!machine.Memory.TryRead(address, bytes))
            return "";

        var text = new StringBuilder();
        foreach (var character in bytes.TakeWhile(character => character != 0))
            text.Append(character is >= 0x20 and < 0x7F or (byte)'\n' ? (char)character : '?');

        return text.ToString();
    }
}
