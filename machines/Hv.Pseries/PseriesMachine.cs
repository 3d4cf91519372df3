using Hv.Pseries.Configuration;
using Hv.Pseries.Interrupts;
using Hv.Pseries.Processors;
using Hv.Runtime.Declarations;
using Hv.Runtime.Machines;
using Hv.Runtime.Objects;

namespace Hv.Pseries;

/// <summary>The IBM pSeries logical partition (sPAPR), as LoPAR describes it to its guest.</summary>
/// <remarks>
/// Its properties are of two kinds. Those without a setter are values of the machine version: what a version's code would decide
/// by asking its number it reads from here, and the versions under <c>Versions/</c> set them. The others are what users choose
/// (<c>-machine pseries,NAME=VALUE</c>); versions set their defaults.
/// </remarks>
[MachineFamily("pseries", TypeName = "spapr-machine", Summary = "pSeries Logical Partition (PAPR compliant)")]
[RtasTokens(0x2000, 0x20FF, TracePrefix = "spapr_rtas_")]
[HypercallNumbers(0x4, 0x45C, Step = 4)]
[HypercallNumbers(0xEF00, 0xEF10, Step = 4)]
[HypercallNumbers(0xF000, 0xF80C)]
public abstract partial class PseriesMachine : Machine
{
    private const ulong SmallestHptPage = 4096;

    /// <inheritdoc/>
    protected override string RamName => DefaultRamId;

    /// <inheritdoc/>
    protected override void OnConfigured()
    {
        base.OnConfigured();

        // The mode is a choice only where interrupt numbers are fixed: the guest of an older machine was promised XICS.
        if (LegacyIrqAllocation && InterruptMode != InterruptMode.Legacy)
            throw new PropertyException($"{Properties.InterruptMode}: {Version.Name} has no choice of the interrupt mode; leave it out.");

        if (!LegacyIrqAllocation && InterruptMode == InterruptMode.Legacy)
        {
            throw new PropertyException(
                $"{Properties.InterruptMode}: '{Properties.InterruptMode.GetText(this)}' is not for {Version.Name}; allowed: xics, xive, dual.");
        }

        if (!ulong.IsPow2(CapHptMaximumPageSize))
        {
            throw new PropertyException(
                $"{Properties.CapHptMaximumPageSize}: {Properties.CapHptMaximumPageSize.GetText(this)} is no power of two.");
        }

        CheckCpus();
        _timebase = new Timebase(Clock, Options.Clock);
        CreateDefaultDevices();
        AssignUnitAddresses();
        _interrupts = new InterruptSources(ExternalInterrupts, LegacyIrqAllocation, Lock)
        {
            FindPresenter = server => FindProcessor(server)?.Presenter,
        };
        _powerEvents = Interrupts.ClaimEvent(InterruptSources.EnvironmentalAndPower);
        if (ModernHotplugEvents)
            _hotPlugEvents = Interrupts.ClaimEvent(InterruptSources.HotPlug);
    }

    /// <inheritdoc/>
    protected override void OnRealize()
    {
        base.OnRealize();
        CreateProcessorParts();
        CreateWatchdogs();
        DeviceRemoved += EmptyConnectors;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        // No processor executes when memory goes.
        if (disposing)
            _execution?.Pause();

        base.Dispose(disposing);
        if (!disposing)
            return;

        DisposeWatchdogs();
        _execution?.Dispose();
        _hashPageTable?.Dispose();
    }
}
