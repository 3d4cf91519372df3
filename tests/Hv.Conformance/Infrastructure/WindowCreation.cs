using Hv.Pseries.Dma;

namespace Hv.Conformance.Infrastructure;

/// <summary>Creates DMA windows as far as QEMU survives it.</summary>
internal static class WindowCreation
{
    // QEMU reserves eight bytes for each page of a window.
    private const int LargestEntryShift = 26;

    /// <summary>
    /// Creates a window on both sides. What QEMU does not survive, or answers as if other arguments had been given, is asked of
    /// Hv alone: pages of 2^64 bytes and more alias smaller ones there, and a window of 2^32 pages makes the next call abort.
    /// </summary>
    public static void Create(PeerPair pair, uint[] arguments)
    {
        var (bus, pageShift, windowShift) = (arguments[2], arguments[3], arguments[4]);
        var bridge = pair.Hv.Machine.HostBridges.FirstOrDefault(bridge => bridge.Buid.Value == ((ulong)arguments[1] << 32 | bus));
        var isAllowed = bridge is { DynamicDmaWindows: true } && PageSizeMask.Allows(bridge.PageSizeMask, pageShift);
        if (pageShift < 64 && !(isAllowed && windowShift >= pageShift && windowShift - pageShift > LargestEntryShift))
        {
            pair.Call("ibm,create-pe-dma-window", arguments, 4);
            return;
        }

        var words = pair.Hv.Call("ibm,create-pe-dma-window", arguments, 4)!;
        if (pageShift >= 64)
            Assert.That((int)words[0], Is.EqualTo(-3), $"page shift {pageShift}");
        else if (windowShift - pageShift >= 32)
            Assert.That((int)words[0], Is.EqualTo(-1), $"page shift {pageShift}, window shift {windowShift}");
        else if (words[0] == 0)
            pair.Call("ibm,reset-pe-dma-window", arguments.AsSpan(0, 3), 1);
    }
}
