using Hv.Runtime.Dma;
using Hv.Runtime.Machines;

namespace Hv.Cli.Inspect;

/// <summary>The DMA windows of one host bridge, or of another device that has some.</summary>
/// <param name="Name">The bus they are on.</param>
/// <param name="Path">The owner's place in the tree of objects.</param>
/// <param name="Windows">All windows there can be.</param>
internal sealed record BridgeWindows(string Name, string Path, IReadOnlyList<DmaWindowState> Windows)
{
    /// <summary>Looks at those of a machine in this process.</summary>
    public static IReadOnlyList<BridgeWindows> Of(Machine machine, int parts) =>
    [
        .. machine.Devices.Where(device => device is IDmaWindowOwner).Select(device => new BridgeWindows(
            ((IDmaWindowOwner)device).Dma.Name, device.Path,
            [.. ((IDmaWindowOwner)device).WindowRegions.Select(window => DmaWindowState.Of(window, parts))])),
    ];
}
