using Hv.Pseries.Pci;
using Hv.Runtime.Pci;

namespace Hv.Pseries.Firmware.Boot;

/// <summary>
/// Gives base address registers and bridges their addresses, as firmware does for a guest that takes what it finds (PCI 3.0, 6.2.5.1;
/// PCI-to-PCI bridges 1.2, 3.2.5). Functions stay disabled: drivers enable theirs.
/// </summary>
internal sealed class PciSetup
{
    // A kernel with pages of this size maps the registers of one function without those of another.
    private const ulong LargestPage = 1 << 16;
    private const ulong BridgeMemoryGranule = 1 << 20;
    private const ulong BridgeIoGranule = 1 << 12;

    private Space _memory;
    private Space _largeMemory;
    private Space _io;

    private PciSetup(PhbWindows windows)
    {
        _memory = new Space(windows.Memory32.BusAddress, windows.Memory32.BusAddress + windows.Memory32.Size);
        _largeMemory = new Space(windows.Memory64.BusAddress, windows.Memory64.BusAddress + windows.Memory64.Size);

        // Software takes I/O address 0 for none.
        _io = new Space(BridgeIoGranule, windows.Io.Size);
    }

    /// <summary>Sets up all that is behind a host bridge.</summary>
    public static void Run(PciHostBridge bridge) => new PciSetup(bridge.Windows).Assign(bridge.Bus);

    private void Assign(PciBus bus)
    {
        foreach (var function in bus.Functions.OrderBy(function => function.DeviceFunction))
        {
            foreach (var bar in function.Bars)
                Assign(function, bar, isBehindBridge: bus.Bridge is not null);

            if (function is PciBridge bridge)
                AssignBehind(bridge);
        }
    }

    private void Assign(PciFunction function, PciBar bar, bool isBehindBridge)
    {
        var isLarge = bar.Kind == PciBarKind.PrefetchableMemory64 && !isBehindBridge;
        ref var space = ref bar.Kind == PciBarKind.Io ? ref _io : ref isLarge ? ref _largeMemory : ref _memory;
        var alignment = bar.Kind == PciBarKind.Io ? bar.Region.Size : Math.Max(bar.Region.Size, LargestPage);
        if (!space.TryTake(bar.Region.Size, alignment, out var address))
            return;

        var register = PciRegister.BaseAddress0 + (sizeof(uint) * bar.Index);
        function.WriteConfiguration(register, sizeof(uint), (uint)address);
        if (bar.Is64)
            function.WriteConfiguration(register + sizeof(uint), sizeof(uint), (uint)(address >> 32));
    }

    private void AssignBehind(PciBridge bridge)
    {
        _memory.Align(BridgeMemoryGranule);
        _io.Align(BridgeIoGranule);
        var (memory, io) = (_memory.Next, _io.Next);
        Assign(bridge.SecondaryBus);
        _memory.Align(BridgeMemoryGranule);
        _io.Align(BridgeIoGranule);

        // A window whose base is above its limit is closed.
        var lastMemory = _memory.Next > memory ? _memory.Next - 1 : 0;
        var lastIo = _io.Next > io ? _io.Next - 1 : 0;
        bridge.WriteConfiguration(
            PciRegister.MemoryBase, sizeof(uint),
            lastMemory == 0 ? 0xFFF0u : (uint)((memory >> 16) & 0xFFF0) | ((uint)(lastMemory >> 16) << 16));
        bridge.WriteConfiguration(
            PciRegister.IoBase, sizeof(ushort), lastIo == 0 ? 0x00F0u : (uint)((io >> 8) & 0xF0) | ((uint)(lastIo >> 8 & 0xF0) << 8));
        bridge.WriteConfiguration(PciRegister.PrefetchableBase, sizeof(uint), 0xFFF0u);
        bridge.WriteConfiguration(
            PciRegister.Command, sizeof(ushort),
            PciRegister.CommandIo | PciRegister.CommandMemory | PciRegister.CommandBusMaster);
    }

    private struct Space(ulong first, ulong end)
    {
        public ulong Next { get; private set; } = first;

        public void Align(ulong alignment) => Next = (Next + alignment - 1) & ~(alignment - 1);

        public bool TryTake(ulong size, ulong alignment, out ulong address)
        {
            address = (Next + alignment - 1) & ~(alignment - 1);
            if (address >= end || size > end - address)
                return false;

            Next = address + size;
            return true;
        }
    }
}
