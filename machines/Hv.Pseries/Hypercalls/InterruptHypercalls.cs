using Hv.Pseries.Configuration;
using Hv.Pseries.Interrupts;
using Hv.Pseries.Processors;
using Hv.Runtime.Declarations;
using Hv.Runtime.Hypercalls;
using Hv.Runtime.Machines;

namespace Hv.Pseries.Hypercalls;

/// <summary>External interrupts of processors (LoPAR 14.11.1). A machine whose guest can only have XIVE has none of these calls.</summary>
[Hypercalls]
internal sealed partial class InterruptHypercalls(PseriesMachine machine)
{
    internal bool HasSourceController => machine.InterruptMode != InterruptMode.Xive;

    /// <summary>The processor has dealt with an interrupt.</summary>
    [Hypercall(0x64, "H_EOI", When = nameof(HasSourceController))]
    private HypercallStatus EndInterrupt(VirtualCpu cpu, ulong xirr)
    {
        Presenter(cpu).End((uint)xirr);
        return HypercallStatus.Success;
    }

    /// <summary>Sets the processor's priority: only interrupts that are more favored come.</summary>
    [Hypercall(0x68, "H_CPPR", When = nameof(HasSourceController))]
    private HypercallStatus SetPriority(VirtualCpu cpu, ulong priority)
    {
        Presenter(cpu).SetPriority((byte)priority);
        return HypercallStatus.Success;
    }

    /// <summary>Asks for the attention of a processor.</summary>
    [Hypercall(0x6C, "H_IPI", When = nameof(HasSourceController))]
    private HypercallStatus Interrupt(ulong server, ulong priority)
    {
        if (machine.FindProcessor(server) is not { } target)
            return HypercallStatus.Parameter;

        target.Presenter.Request((byte)priority);
        return HypercallStatus.Success;
    }

    /// <summary>Tells what is presented to a processor, and asked of it.</summary>
    [Hypercall(0x70, "H_IPOLL", When = nameof(HasSourceController))]
    private HypercallStatus Poll(ulong server, out ulong xirr, out ulong request)
    {
        var presenter = machine.FindProcessor(server)?.Presenter;
        (xirr, request) = (presenter?.Xirr ?? 0, presenter?.Mfrr ?? 0);
        return presenter is null ? HypercallStatus.Parameter : HypercallStatus.Success;
    }

    /// <summary>The processor takes the interrupt that is presented to it.</summary>
    [Hypercall(0x74, "H_XIRR", When = nameof(HasSourceController))]
    private HypercallStatus Accept(VirtualCpu cpu, out ulong xirr)
    {
        xirr = Presenter(cpu).Accept();
        return HypercallStatus.Success;
    }

    /// <summary>The processor takes the interrupt that is presented to it, and is told the time.</summary>
    [Hypercall(0x2FC, "H_XIRR_X", When = nameof(HasSourceController))]
    private HypercallStatus AcceptWithTime(VirtualCpu cpu, out ulong xirr, out ulong ticks)
    {
        xirr = Presenter(cpu).Accept();
        ticks = machine.Timebase.Ticks;
        return HypercallStatus.Success;
    }

    private static InterruptPresenter Presenter(VirtualCpu cpu) => ((PseriesCpu)cpu).Presenter;
}
