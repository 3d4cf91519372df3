using Hv.Runtime.Pci;

namespace Hv.Runtime.Monitors;

/// <summary>The windows of a PCI bridge, as its registers have them (PCI-to-PCI Bridge Architecture 3.2.5.6 to 3.2.5.10).</summary>
/// <param name="Io">First and last I/O port.</param>
/// <param name="Memory">First and last address of memory.</param>
/// <param name="Prefetchable">First and last address of prefetchable memory.</param>
internal readonly record struct PciBridgeWindows(
    (ulong Base, ulong Limit) Io, (ulong Base, ulong Limit) Memory, (ulong Base, ulong Limit) Prefetchable)
{
    /// <summary>Reads the registers.</summary>
    public static PciBridgeWindows Of(PciConfigurationSpace configuration)
    {
        var (ioBase, ioLimit) = ((ulong)configuration.GetByte(PciRegister.IoBase), (ulong)configuration.GetByte(PciRegister.IoBase + 1));
        var upper = (ulong)configuration.GetUInt32(PciRegister.PrefetchableBaseUpper) << 32;
        var upperLimit = (ulong)configuration.GetUInt32(PciRegister.PrefetchableBaseUpper + 4) << 32;
        return new PciBridgeWindows(
            ((ioBase & 0xF0) << 8, ((ioLimit & 0xF0) << 8) | 0xFFF),
            (Address(configuration, PciRegister.MemoryBase), Address(configuration, PciRegister.MemoryBase + 2) | 0xFFFFF),
            (upper | Address(configuration, PciRegister.PrefetchableBase), upperLimit | Address(configuration, PciRegister.PrefetchableBase + 2) | 0xFFFFF));
    }

    private static ulong Address(PciConfigurationSpace configuration, int register) => (ulong)(configuration.GetUInt16(register) & 0xFFF0) << 16;
}
