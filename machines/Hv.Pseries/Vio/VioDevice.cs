using Hv.Pseries.Interrupts;
using Hv.Runtime.Declarations;
using Hv.Runtime.Interrupts;
using Hv.Runtime.Objects;

namespace Hv.Pseries.Vio;

/// <summary>A device on the virtual I/O bus (LoPAR chapter 17), which the guest names by its unit address.</summary>
[Device("vio-spapr-device")]
public abstract partial class VioDevice : Device, IInterruptPins
{
    /// <summary>The unit address; 0xffffffff: the next free one from 0x71000000 on.</summary>
    [Property("reg", Default = uint.MaxValue, Format = PropertyFormat.Hexadecimal)]
    public partial uint UnitAddress { get; set; }

    /// <summary>The source of its interrupts; <see langword="null"/> before it is realized.</summary>
    public InterruptSource? Interrupt { get; private set; }

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
