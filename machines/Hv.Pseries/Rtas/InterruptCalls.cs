using Hv.Pseries.Configuration;
using Hv.Pseries.Interrupts;
using Hv.Runtime.Declarations;
using Hv.Runtime.Rtas;

namespace Hv.Pseries.Rtas;

/// <summary>External interrupt sources (LoPAR 7.3.10). A machine whose guest can only have XIVE has none of these calls.</summary>
[RtasCalls]
internal sealed partial class InterruptCalls(PseriesMachine machine)
{
    internal bool HasSourceController => machine.InterruptMode != InterruptMode.Xive;

    /// <summary>Sets the processor and the priority of a source's interrupts.</summary>
    [RtasCall(0x200A, "ibm,set-xive", When = nameof(HasSourceController))]
    private RtasStatus SetRoute(uint number, uint server, uint priority)
    {
        if (machine.Interrupts.Find(number) is not { } source || priority > byte.MaxValue || machine.Cpus.All(cpu => (uint)cpu.Id != server))
            return RtasStatus.ParameterError;

        source.Route(server, (byte)priority);
        return RtasStatus.Success;
    }

    /// <summary>Tells the processor and the priority of a source's interrupts.</summary>
    [RtasCall(0x200B, "ibm,get-xive", When = nameof(HasSourceController))]
    private RtasStatus GetRoute(uint number, out uint server, out uint priority)
    {
        var source = machine.Interrupts.Find(number);
        server = source?.Server ?? 0;
        priority = source?.Priority ?? 0;
        return source is null ? RtasStatus.ParameterError : RtasStatus.Success;
    }

    /// <summary>Switches a source off.</summary>
    [RtasCall(0x200C, "ibm,int-off", When = nameof(HasSourceController))]
    private RtasStatus TurnOff(uint number) => Change(number, source => source.TurnOff());

    /// <summary>Switches a source on, at the priority it had.</summary>
    [RtasCall(0x200D, "ibm,int-on", When = nameof(HasSourceController))]
    private RtasStatus TurnOn(uint number) => Change(number, source => source.TurnOn());

    private RtasStatus Change(uint number, Action<InterruptSource> change)
    {
        if (machine.Interrupts.Find(number) is not { } source)
            return RtasStatus.ParameterError;

        change(source);
        return RtasStatus.Success;
    }
}
