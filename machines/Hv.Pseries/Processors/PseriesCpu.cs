using Hv.Power.Cpu;
using Hv.Pseries.Interrupts;
using Hv.Runtime.Machines;

namespace Hv.Pseries.Processors;

/// <summary>A processor of a pseries machine: what executes, what of it migrates, and what it was at power-on.</summary>
public sealed class PseriesCpu : VirtualCpu
{
    private readonly ProcessorModel _model;

    /// <summary>Makes a processor.</summary>
    /// <param name="id">The id the guest knows it by.</param>
    /// <param name="index">Its number among the machine's processors, from 0 on.</param>
    /// <param name="core">What executes its instructions.</param>
    /// <param name="machine">The machine.</param>
    internal PseriesCpu(int id, int index, PowerCpu core, PseriesMachine machine)
        : base(id)
    {
        _model = ProcessorModel.Find(machine.CpuModel);
        Index = index;
        Core = core;
        Activity = new ProcessorActivity(this);
        State = new ProcessorState(this, machine);
        ThreadContext = new XiveThreadContext((uint)id);
    }

    /// <summary>Its number among the machine's processors, from 0 on.</summary>
    public int Index { get; }

    /// <summary>Its registers, and what executes its instructions. Touch the registers while it does not, or in a call of its own.</summary>
    public PowerCpu Core { get; }

    /// <inheritdoc/>
    public override bool IsStopped
    {
        get => Core.IsStopped;
        set => Core.IsStopped = value;
    }

    /// <summary>Whether it runs, and what interrupts it, as it migrates.</summary>
    public ProcessorActivity Activity { get; }

    /// <summary>Its registers as they migrate.</summary>
    public ProcessorState State { get; }

    /// <summary>The areas of memory that it shares with the hypervisor.</summary>
    public SharedAreas Areas { get; } = new();

    /// <summary>Its interrupts, where the guest has XICS.</summary>
    public InterruptPresenter Presenter { get; } = new();

    /// <summary>Its interrupts, where the guest has XIVE.</summary>
    public XiveThreadContext ThreadContext { get; }

    /// <summary>Puts it into the state after power-on.</summary>
    /// <param name="boots">Whether it runs from then on; otherwise the guest starts it (LoPAR 7.3.8).</param>
    internal void Reset(bool boots)
    {
        Core.Reset();
        IsStopped = !boots;
        Activity.Reset();
        State.Reset(_model, boots);
        Areas.Reset();
        Presenter.Reset();
        ThreadContext.Reset();
    }
}
