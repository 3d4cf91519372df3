using Hv.Runtime.Declarations;
using Hv.Runtime.Memory;
using Hv.Runtime.Migration;
using Hv.Runtime.Objects;

namespace Hv.Runtime.Pci;

/// <summary>
/// A PCI-to-PCI bridge (PCI-to-PCI Bridge Architecture 1.2): a bus behind it, and the windows of memory and I/O addresses that it
/// forwards to it. Interrupt pins and DMA of what is behind it go up to the host bridge.
/// </summary>
[Device("base-pci-bridge")]
[HostOnly("windows and bus numbers are in the configuration space")]
public abstract partial class PciBridge : PciFunction
{
    private const byte BridgeHeader = 1;
    private const ushort ControlBits = 0x0FFF;
    private const ushort ControlDiscardStatus = 0x400;
    private const ushort BusAbilities = PciRegister.Status66MHz | PciRegister.StatusFastBackToBack;
    private const int IoGranule = 12;
    private const int MemoryGranule = 20;

    private readonly BridgeWindow _io = new("pci-bridge-io");
    private readonly BridgeWindow _memory = new("pci-bridge-mem");
    private readonly BridgeWindow _prefetchable = new("pci-bridge-pref-mem");
    private PciBus? _secondaryBus;
    private bool _heldReset;

    /// <summary>The bus behind the bridge.</summary>
    /// <exception cref="InvalidOperationException">The bridge is not realized.</exception>
    public PciBus SecondaryBus => _secondaryBus ?? throw NotRealized();

    /// <inheritdoc/>
    public override IEnumerable<Bus> ChildBuses => _secondaryBus is null ? [] : [_secondaryBus];

    /// <inheritdoc/>
    /// <remarks>The bridge itself comes before what is behind it; its bus has no pins of its own.</remarks>
    public override IEnumerable<StateSection> StateSections =>
    [
        .. base.StateSections.Select(section => section with { Priority = StatePriority.PciBus }),
        new StateSection(PciBus.VmState.Name, SecondaryBus),
    ];

    private bool HoldsReset => (Configuration.GetUInt16(PciRegister.BridgeControl) & PciRegister.BridgeControlReset) != 0;

    /// <summary>Whether configuration accesses to a bus number go through the bridge: to its own bus, or to those further down.</summary>
    public bool Forwards(byte bus)
    {
        var secondary = Configuration.GetByte(PciRegister.SecondaryBus);
        if (secondary == 0)
            return false;

        return bus == secondary || (bus > secondary && bus <= Configuration.GetByte(PciRegister.SubordinateBus) && !HoldsReset);
    }

    /// <summary>Sets the bus numbers, as firmware does.</summary>
    internal void SetNumbers(byte primary, byte secondary, byte subordinate)
    {
        Configuration.SetByte(PciRegister.PrimaryBus, primary);
        Configuration.SetByte(PciRegister.SecondaryBus, secondary);
        Configuration.SetByte(PciRegister.SubordinateBus, subordinate);
    }

    /// <inheritdoc/>
    protected override void OnRealizeFunction()
    {
        var configuration = Configuration;
        configuration.SetUInt16(PciRegister.ClassCode, 0x0604);
        configuration.SetByte(PciRegister.HeaderType, (byte)(configuration.GetByte(PciRegister.HeaderType) | BridgeHeader));

        // Bus numbers and the latency timer; windows, of which the low bits say how wide they are.
        configuration.SetWritable(PciRegister.PrimaryBus, sizeof(uint), uint.MaxValue);
        configuration.SetWritable(PciRegister.IoBase, sizeof(ushort), 0xF0F0);
        configuration.SetWritable(PciRegister.MemoryBase, sizeof(uint), 0xFFF0_FFF0);
        configuration.SetWritable(PciRegister.PrefetchableBase, sizeof(uint), 0xFFF0_FFF0);
        configuration.SetUInt32(PciRegister.PrefetchableBase, 0x0001_0001);
        configuration.SetWritable(PciRegister.PrefetchableBaseUpper, sizeof(ulong), ulong.MaxValue);
        configuration.SetUInt16(PciRegister.Status, (ushort)(configuration.GetUInt16(PciRegister.Status) | BusAbilities));
        configuration.SetUInt16(PciRegister.SecondaryStatus, BusAbilities);
        configuration.SetClearable(PciRegister.SecondaryStatus, sizeof(ushort), PciRegister.StatusErrors);
        configuration.SetWritable(PciRegister.BridgeControl, sizeof(ushort), ControlBits & ~ControlDiscardStatus);
        configuration.SetClearable(PciRegister.BridgeControl, sizeof(ushort), ControlDiscardStatus);

        // A bridge that has an id gives it to its bus, which is the only one it has.
        _secondaryBus = new PciBus(Id.Length > 0 ? Id : Machine.NextBusName("pci"), this);
    }

    /// <inheritdoc/>
    protected override void OnUnrealize()
    {
        _io.Close();
        _memory.Close();
        _prefetchable.Close();
        base.OnUnrealize();
    }

    private protected override void UpdateMappings()
    {
        base.UpdateMappings();

        // Software resets what is behind the bridge by holding it in reset for a while; it is as after power-on from the start.
        if (HoldsReset && !_heldReset)
            SecondaryBus.Reset();

        _heldReset = HoldsReset;
        var command = Configuration.GetUInt16(PciRegister.Command);
        var isIo = (command & PciRegister.CommandIo) != 0;
        var isMemory = (command & PciRegister.CommandMemory) != 0;
        _io.Update(
            isIo, Bus.Io, SecondaryBus.Io,
            (ulong)(Configuration.GetByte(PciRegister.IoBase) & 0xF0) << 8,
            (ulong)(Configuration.GetByte(PciRegister.IoBase + 1) & 0xF0) << 8, IoGranule);
        _memory.Update(
            isMemory, Bus.Memory, SecondaryBus.Memory,
            (ulong)(Configuration.GetUInt16(PciRegister.MemoryBase) & 0xFFF0) << 16,
            (ulong)(Configuration.GetUInt16(PciRegister.MemoryBase + 2) & 0xFFF0) << 16, MemoryGranule);
        _prefetchable.Update(
            isMemory, Bus.Memory, SecondaryBus.Memory,
            ((ulong)(Configuration.GetUInt16(PciRegister.PrefetchableBase) & 0xFFF0) << 16)
                | ((ulong)Configuration.GetUInt32(PciRegister.PrefetchableBaseUpper) << 32),
            ((ulong)(Configuration.GetUInt16(PciRegister.PrefetchableBase + 2) & 0xFFF0) << 16)
                | ((ulong)Configuration.GetUInt32(PciRegister.PrefetchableBaseUpper + 4) << 32), MemoryGranule);
    }
}
