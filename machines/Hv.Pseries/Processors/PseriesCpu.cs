using Hv.Pseries.Interrupts;
using Hv.Runtime.Machines;

namespace Hv.Pseries.Processors;

/// <summary>A processor of a pseries machine: what of it migrates, and what it was at power-on.</summary>
public sealed class PseriesCpu : VirtualCpu
{
    private readonly ProcessorModel _model;

    /// <summary>Makes a processor.</summary>
    /// <param name="id">The id the guest knows it by.</param>
    /// <param name="index">Its number among the machine's processors, from 0 on.</param>
    /// <param name="machine">The machine.</param>
    internal PseriesCpu(int id, int index, PseriesMachine machine)
        : base(id)
    {
        _model = ProcessorModel.Find(machine.DefaultCpu);
        Index = index;
        Activity = new ProcessorActivity(this);
        State = new ProcessorState(this, machine);
        ThreadContext = new XiveThreadContext((uint)id);
    }

    /// <summary>Its number among the machine's processors, from 0 on.</summary>
    public int Index { get; }

    /// <summary>Whether it runs, and what interrupts it.</summary>
    public ProcessorActivity Activity { get; }

    /// <summary>Its registers.</summary>
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
        IsStopped = !boots;
        Activity.Reset();
        State.Reset(_model, boots);
        Areas.Reset();
        Presenter.Reset();
        ThreadContext.Reset();
    }
}
