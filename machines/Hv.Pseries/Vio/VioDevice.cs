using System.Globalization;
using Hv.Pseries.Dma;
using Hv.Pseries.Interrupts;
using Hv.Runtime.Declarations;
using Hv.Runtime.Interrupts;
using Hv.Runtime.Migration;
using Hv.Runtime.Objects;

namespace Hv.Pseries.Vio;

/// <summary>A device on the virtual I/O bus (LoPAR chapter 17), which the guest names by its unit address.</summary>
[Device("vio-spapr-device")]
[VmState("spapr_vio")]
public abstract partial class VioDevice : Device, IInterruptPins
{
    /// <summary>The unit address; 0xffffffff: the next free one from 0x71000000 on.</summary>
    [Property("reg", Default = uint.MaxValue, Format = PropertyFormat.Hexadecimal)]
    [Migrated(Name = "reg", MustMatch = true)]
    public partial uint UnitAddress { get; set; }

    [Migrated(Name = "irq", MustMatch = true)]
    [GuestVisible("interrupts of the device's node")]
    private uint InterruptNumber => Interrupt?.Number ?? 0;

    /// <summary>Which of its interrupts the guest has enabled (H_VIO_SIGNAL).</summary>
    [Migrated(Name = "signal_state")]
    private ulong _signalState;

    /// <summary>The command/response queue that the guest registered (H_REG_CRQ): no device here has one, and it passes through.</summary>
    [Migrated(Name = "crq.qladdr")]
    private ulong _queueAddress;

    [Migrated(Name = "crq.qsize")]
    private uint _queueSize;

    [Migrated(Name = "crq.qnext")]
    private uint _queueNext;

    /// <summary>The source of its interrupts; <see langword="null"/> before it is realized.</summary>
    [HostOnly("part of the machine")]
    public InterruptSource? Interrupt { get; private set; }

    /// <inheritdoc/>
    public override string StatePath => string.Create(CultureInfo.InvariantCulture, $"{NodeName}@{UnitAddress:x}");

    /// <inheritdoc/>
    public override IEnumerable<StateSection> StateSections =>
    [
        .. base.StateSections,
        .. DmaWindow is { } window
            ? [new StateSection(TceTable.VmState.Name, window) { Instance = window.Liobn.Value }]
            : Array.Empty<StateSection>(),
    ];

    /// <summary>Which of its interrupts the guest can switch (LoPAR 17.2.1.3); none, unless a device says so.</summary>
    protected virtual ulong SwitchableSignals => 0;

    /// <summary>Switches its interrupts on and off.</summary>
    /// <returns><see langword="false"/> when it has no such interrupts.</returns>
    internal bool TrySetSignals(ulong signals)
    {
        if ((signals & ~SwitchableSignals) != 0)
            return false;

        _signalState = signals;
        return true;
    }

    /// <summary>The name of its node in the device tree, before the unit address.</summary>
    protected abstract string NodeName { get; }

    /// <summary>The type of its node in the device tree (<c>device_type</c>).</summary>
    protected internal virtual string TreeType => NodeName;

    /// <summary>What its node says that drivers look for (<c>compatible</c>).</summary>
    protected internal virtual string TreeCompatible => Type.Name;

    /// <inheritdoc/>
    IReadOnlyList<InterruptLine> IInterruptPins.Inputs => [];

    /// <inheritdoc/>
    IReadOnlyList<InterruptLine> IInterruptPins.Outputs => Interrupt is { } source ? [source.Line] : [];

    /// <inheritdoc/>
    protected sealed override void OnRealize()
    {
        if (Machine is not PseriesMachine machine)
            throw new PropertyException($"{Type.Name} needs a pseries machine; {Machine.Version.Name} is none.");

        RealizeDma(machine);
        Interrupt = machine.Interrupts.ClaimVio(UnitAddress);
        OnRealizeDevice();
    }

    /// <inheritdoc/>
    protected override void OnUnrealize()
    {
        if (Interrupt is { } source)
            (Machine as PseriesMachine)?.Interrupts.Free(source.Number, 1);

        Interrupt = null;
        UnrealizeDma();
    }

    /// <summary>Makes the device work.</summary>
    /// <exception cref="PropertyException">A property does not fit.</exception>
    protected virtual void OnRealizeDevice()
    {
    }
}
