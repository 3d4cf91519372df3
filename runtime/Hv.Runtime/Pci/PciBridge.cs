using Hv.Runtime.Declarations;
using Hv.Runtime.Memory;
using Hv.Runtime.Objects;

namespace Hv.Runtime.Pci;

/// <summary>
/// A PCI-to-PCI bridge (PCI-to-PCI Bridge Architecture 1.2): a bus behind it, and the windows of memory and I/O addresses that it
/// forwards to it. Interrupt pins and DMA of what is behind it go up to the host bridge.
/// </summary>
[Device("base-pci-bridge")]
public abstract partial class PciBridge : PciFunction
{
    private const byte BridgeHeader = 1;
    private const ushort ControlBits = 0x0FFF;
    private const ushort ControlDiscardStatus = 0x400;
    private const int IoGranule = 12;
    private const int MemoryGranule = 20;

    private readonly List<(AddressSpace Space, WindowRegion Region)> _windows = [];
    private PciBus? _secondaryBus;

    /// <summary>The bus behind the bridge.</summary>
    /// <exception cref="InvalidOperationException">The bridge is not realized.</exception>
    public PciBus SecondaryBus => _secondaryBus ?? throw new InvalidOperationException($"This {Type.Name} is not realized yet.");

    /// <inheritdoc/>
    public override IEnumerable<Bus> ChildBuses => _secondaryBus is null ? [] : [_secondaryBus];

    /// <summary>Whether configuration accesses to a bus number go through the bridge.</summary>
    public bool Forwards(byte bus) =>
        bus >= Configuration.GetByte(PciRegister.SecondaryBus) && bus <= Configuration.GetByte(PciRegister.SubordinateBus)
        && Configuration.GetByte(PciRegister.SecondaryBus) != 0;

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
        configuration.SetClearable(PciRegister.SecondaryStatus, sizeof(ushort), PciRegister.StatusErrors);
        configuration.SetWritable(PciRegister.BridgeControl, sizeof(ushort), ControlBits & ~ControlDiscardStatus);
        configuration.SetClearable(PciRegister.BridgeControl, sizeof(ushort), ControlDiscardStatus);

        // A bridge that has an id gives it to its bus, which is the only one it has.
        _secondaryBus = new PciBus(Id.Length > 0 ? Id : Machine.NextBusName("pci"), this);
    }

    private protected override void UpdateMappings()
    {
        base.UpdateMappings();
        foreach (var (space, region) in _windows)
            space.Unmap(region);

        _windows.Clear();
        var command = Configuration.GetUInt16(PciRegister.Command);
        if ((command & PciRegister.CommandIo) != 0)
        {
            OpenWindow(
                "pci-bridge-io", Bus.Io, SecondaryBus.Io,
                (ulong)(Configuration.GetByte(PciRegister.IoBase) & 0xF0) << 8,
                (ulong)(Configuration.GetByte(PciRegister.IoBase + 1) & 0xF0) << 8, IoGranule);
        }

        if ((command & PciRegister.CommandMemory) == 0)
            return;

        OpenWindow(
            "pci-bridge-mem", Bus.Memory, SecondaryBus.Memory,
            (ulong)(Configuration.GetUInt16(PciRegister.MemoryBase) & 0xFFF0) << 16,
            (ulong)(Configuration.GetUInt16(PciRegister.MemoryBase + 2) & 0xFFF0) << 16, MemoryGranule);
        OpenWindow(
            "pci-bridge-pref-mem", Bus.Memory, SecondaryBus.Memory,
            ((ulong)(Configuration.GetUInt16(PciRegister.PrefetchableBase) & 0xFFF0) << 16)
                | ((ulong)Configuration.GetUInt32(PciRegister.PrefetchableBaseUpper) << 32),
            ((ulong)(Configuration.GetUInt16(PciRegister.PrefetchableBase + 2) & 0xFFF0) << 16)
                | ((ulong)Configuration.GetUInt32(PciRegister.PrefetchableBaseUpper + 4) << 32), MemoryGranule);
    }

    /// <summary>Forwards what lies from a base to the end of the granule of a limit; nothing when the limit is below the base.</summary>
    private void OpenWindow(string name, AddressSpace from, AddressSpace to, ulong start, ulong limit, int granule)
    {
        if (limit < start)
            return;

        var last = limit | ((1UL << granule) - 1);
        var size = unchecked(last - start + 1);

        // All 2^64 addresses but the last one: more than a window's size can say.
        var region = new WindowRegion(name, size == 0 ? ulong.MaxValue : size, to, start);
        from.Map(region, start, priority: 1);
        _windows.Add((from, region));
    }
}
