using Hv.Pseries.Configuration;
using Hv.Pseries.Execution;
using Hv.Pseries.Interrupts;
using Hv.Pseries.Processors;
using Hv.Runtime.Declarations;
using Hv.Runtime.Machines;
using Hv.Runtime.Migration;

namespace Hv.Pseries;

/// <content>Its processors, and the interrupt controllers they have.</content>
public abstract partial class PseriesMachine
{
    [HostOnly("part of the machine; a section of its own")]
    private HashPageTable? _hashPageTable;

    [HostOnly("its state is that of the processors")]
    private GuestExecution? _execution;

    [HostOnly("part of the machine; a section of its own")]
    private XiveSources? _xiveSources;

    [HostOnly("part of the machine; a section of its own")]
    private XiveRouter? _xiveRouter;

    /// <summary>The processors.</summary>
    public IEnumerable<PseriesCpu> Processors => Cpus.Cast<PseriesCpu>();

    /// <summary>The model of the processors: what the user chose, or the version's.</summary>
    public string CpuModel => ProcessorModel.Find(Options.CpuModel ?? DefaultCpu).Name;

    /// <summary>What executes the guest.</summary>
    /// <exception cref="InvalidOperationException">The machine is not realized.</exception>
    public GuestExecution Execution => _execution ?? throw NotRealized();

    /// <summary>The hash page table of the guest.</summary>
    /// <exception cref="InvalidOperationException">The machine is not realized.</exception>
    public HashPageTable HashPageTable => _hashPageTable ?? throw NotRealized();

    /// <summary>The processor of an id, or <see langword="null"/>.</summary>
    public PseriesCpu? FindProcessor(ulong id)
    {
        foreach (var cpu in Cpus)
        {
            if ((ulong)cpu.Id == id)
                return (PseriesCpu)cpu;
        }

        return null;
    }

    /// <summary>One more than the largest number of a processor that interrupts can be sent to.</summary>
    public uint InterruptServers => (uint)(((ulong)MaximumCpuCount * EffectiveVsmt + (uint)Options.ThreadsPerCore - 1) / (uint)Options.ThreadsPerCore);

    private bool HasXics => InterruptMode != InterruptMode.Xive;

    private bool HasXive => InterruptMode is InterruptMode.Xive or InterruptMode.Dual;

    /// <inheritdoc/>
    public override IEnumerable<IIterativeState> IterativeStates => [HashPageTable];

    /// <summary>The sections of the interrupt controller of XIVE, in the order in which they are registered.</summary>
    private IEnumerable<StateSection> XiveSections =>
        HasXive ? [new StateSection("xive-source", _xiveSources!), new StateSection("spapr-xive", _xiveRouter!)] : [];

    /// <summary>The sections of the processors, in the order in which they are registered.</summary>
    private IEnumerable<StateSection> ProcessorSections => Processors.SelectMany(SectionsOf);

    /// <summary>
    /// Interrupt servers that no processor has: those of 2.9 and older sent one for each number that there could be, and they are read
    /// and forgotten.
    /// </summary>
    private IEnumerable<StateSection> AbsentServerSections =>
        DummyInterruptServers
            ? Enumerable.Range(0, (int)InterruptServers).Where(number => Processors.All(cpu => cpu.Index != number)).Select(number =>
                new StateSection("icp/server", new InterruptPresenter()) { Instance = (uint)number, IsNeeded = () => false })
            : [];

    /// <inheritdoc/>
    protected override VirtualCpu CreateCpu(int index)
    {
        _execution ??= new GuestExecution(this, ProcessorModel.Find(CpuModel).Executes);
        var cpu = new PseriesCpu((int)CpuId(index), index, _execution.Group.Cpus[index], this);
        _execution.Add(cpu);
        return cpu;
    }

    /// <inheritdoc/>
    protected override void OnResume() => Execution.Resume();

    /// <inheritdoc/>
    protected override void OnPause() => Execution.Pause();

    private void CreateProcessorParts()
    {
        _hashPageTable = new HashPageTable(this);
        if (!HasXive)
            return;

        _xiveSources = new XiveSources(InterruptSources.First + ExternalInterrupts);
        _xiveRouter = new XiveRouter(Interrupts, InterruptServers);
    }

    private void ResetProcessors()
    {
        // The first processor boots; the guest starts the others (LoPAR 7.3.8).
        foreach (var cpu in Processors)
            cpu.Reset(boots: cpu.Index == 0);

        HashPageTable.Reset();
        _xiveSources?.Reset();
        _xiveRouter?.Reset();
    }

    private IEnumerable<StateSection> SectionsOf(PseriesCpu cpu)
    {
        var instance = (uint)cpu.Index;
        yield return new StateSection("cpu_common", cpu.Activity) { Instance = instance };
        yield return new StateSection("cpu", cpu.State) { Instance = instance };
        if (HasXics)
            yield return new StateSection("icp/server", cpu.Presenter) { Instance = instance };

        if (HasXive)
            yield return new StateSection("xive-tctx", cpu.ThreadContext) { Instance = instance };

        if (MigratesSharedAreas)
            yield return new StateSection("spapr_cpu", cpu.Areas) { Instance = instance };
    }
}
