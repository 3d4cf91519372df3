using Hv.Runtime.Declarations;
using Hv.Runtime.Dma;
using Hv.Runtime.Memory;
using Hv.Runtime.Objects;
using Hv.Runtime.Pci;

namespace Hv.Runtime.Tests.Pci;

/// <summary>A host bridge that notes which pins are asserted and which messages arrive.</summary>
[Device("pci-test-host")]
[NotMigratable("it is a test's")]
internal sealed partial class PciTestHost : Device, IPciHost, IMmioDevice
{
    /// <summary>Where messages go.</summary>
    public const ulong Doorbell = 0xFEE0_0000;

    private DmaAddressSpace? _dma;

    public event Action? InterruptEnded;

    public bool HasExtendedConfigurationSpace { get; set; }

    public bool AllowsAddressZero { get; set; } = true;

    public bool AllowsHotPlug { get; set; } = true;

    public DmaAddressSpace Dma => _dma!;

    public PciBus Bus { get; private set; } = null!;

    /// <summary>The levels of the four pins.</summary>
    public bool[] Pins { get; } = new bool[4];

    /// <summary>The messages that arrived.</summary>
    public List<uint> Messages { get; } = [];

    /// <summary>The functions that are no more.</summary>
    public List<PciFunction> Removed { get; } = [];

    public override IEnumerable<Bus> ChildBuses => Bus is null ? [] : [Bus];

    Device IPciHost.Device => this;

    string IPciHost.RootPath => "pci@0";

    public void SetInterrupt(int pin, bool isAsserted) => Pins[pin] = isAsserted;

    /// <summary>Tells that software has dealt with an interrupt.</summary>
    public void EndInterrupt() => InterruptEnded?.Invoke();

    public void OnRemoved(PciFunction function) => Removed.Add(function);

    public ulong ReadRegister(ulong offset, int width) => 0;

    public void WriteRegister(ulong offset, int width, ulong value) => Messages.Add((uint)value);

    protected override void OnRealize()
    {
        _dma = new DmaAddressSpace("test", Machine.AddressSpace);
        _dma.Map(new MmioRegion("msi", 0x1000, this, Machine.Lock, 4, 4), Doorbell);
        Bus = new PciBus("pci.0", this);
    }
}
