using Hv.Runtime.Declarations;
using Hv.Runtime.Objects;

namespace Hv.Pseries.Pci;

/// <summary>The windows of a host bridge in the guest's address space.</summary>
/// <param name="Io">64 KiB of I/O ports.</param>
/// <param name="Memory32">Memory that 32-bit base address registers reach; on the bus from 2 GiB on.</param>
/// <param name="Memory64">Memory that only 64-bit ones reach.</param>
public sealed record PhbWindows(PhbWindow Io, PhbWindow Memory32, PhbWindow Memory64)
{
    [GuestIdentity("/pci@ I/O window size")]
    private const ulong IoSize = 0x1_0000;

    [GuestIdentity("/pci@ 32-bit window bus address")]
    private const ulong Memory32BusAddress = 0x8000_0000;

    [GuestIdentity("/pci@ 32-bit window limit")]
    private const ulong Memory32Limit = 0x8000_0000;

    [GuestIdentity("/pci@ first window")]
    private const ulong FirstAddress = 0x2000_0000_0000;

    [GuestIdentity("/pci@ 64-bit window stride")]
    private const ulong Memory64Stride = 0x100_0000_0000;

    [GuestIdentity("/pci@ above-memory: alignment")]
    private const ulong LegacyAlignment = 1UL << 40;

    [GuestIdentity("/pci@ above-memory: stride")]
    private const ulong LegacyStride = 64UL << 30;

    [GuestIdentity("/pci@ above-memory: I/O window")]
    private const ulong LegacyIoOffset = 0x8000_0000;

    [GuestIdentity("/pci@ above-memory: 32-bit window")]
    private const ulong LegacyMemoryOffset = 0xA000_0000;

    /// <summary>No windows.</summary>
    public static PhbWindows None { get; } = new(default, default, default);

    /// <summary>Places the windows of a host bridge as its properties and the machine version say.</summary>
    /// <exception cref="PropertyException">The sizes of the windows do not go together, or there is no room for them.</exception>
    public static PhbWindows Place(PciHostBridge bridge, PseriesMachine machine)
    {
        var size32 = bridge.MemoryWindowSize;
        var size64 = bridge.Memory64WindowSize;
        if (size64 != 0 && size32 > Memory32Limit)
        {
            throw new PropertyException(
                $"{PciHostBridge.Properties.MemoryWindowSize}: a 32-bit window of 0x{size32:x} bytes beside a 64-bit one;"
                + $" allowed: 0 to 0x{Memory32Limit:x}.");
        }

        // One large window instead of two, as old machines say it: the first 2 GiB are the 32-bit window, the rest follows it, on
        // the bus too.
        var isSplit = size32 > Memory32Limit;
        if (isSplit)
            (size32, size64) = (Memory32Limit, size32 - Memory32Limit);

        ulong index = bridge.Index;
        if (machine.PhbPlacement == PhbPlacement.AboveMemory)
        {
            var above = (machine.LastMemoryAddress + (LegacyAlignment - 1)) & ~(LegacyAlignment - 1);
            var start = above + (index * LegacyStride);
            return Check(bridge, start + LegacyIoOffset, start + LegacyMemoryOffset, start + LegacyMemoryOffset + Memory32Limit);
        }

        return Check(
            bridge, FirstAddress + (index * IoSize), FirstAddress + ((index + 1) * Memory32Limit), FirstAddress + ((index + 1) * Memory64Stride));

        PhbWindows Check(PciHostBridge phb, ulong io, ulong memory32, ulong memory64)
        {
            if (isSplit)
                memory64 = memory32 + size32;

            var windows = new PhbWindows(
                new PhbWindow(io, 0, IoSize),
                new PhbWindow(memory32, Memory32BusAddress, size32),
                new PhbWindow(memory64, isSplit ? Memory32BusAddress + Memory32Limit : memory64, size64));
            if (size64 != 0 && windows.Memory64.Last < memory64)
            {
                throw new PropertyException(
                    $"{PciHostBridge.Properties.Memory64WindowSize}: 0x{size64:x} bytes from 0x{memory64:x} on run past the last address.");
            }

            return windows;
        }
    }
}
