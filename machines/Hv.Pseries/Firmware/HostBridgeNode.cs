using Hv.Pseries.Pci;

namespace Hv.Pseries.Firmware;

/// <summary>The DMA properties of a PCI host bridge's node (LoPAR 7.3.13, B.6.6). Without <c>ddw</c> there is no trace of it.</summary>
public static class HostBridgeNode
{
    private const uint QueryWithSixOutputs = 1;

    /// <summary>The properties that describe the DMA windows, as they are now.</summary>
    /// <exception cref="InvalidOperationException">The machine is not realized.</exception>
    public static IReadOnlyList<DeviceTreeProperty> DmaProperties(PciHostBridge bridge)
    {
        var window = bridge.DmaWindows[0];
        List<DeviceTreeProperty> properties =
        [
            DeviceTreeProperty.OfCells(
                "ibm,dma-window", window.Liobn.Value, (uint)(window.BusAddress >> 32), (uint)window.BusAddress, 0, (uint)window.Size),
        ];
        if (bridge.DynamicDmaWindows)
        {
            uint Token(string name) => bridge.Machine.Rtas.TryGetToken(name, out var token)
                ? token
                : throw new InvalidOperationException($"{bridge.Machine.Version.Name} has no RTAS call {name}.");

            properties.Add(DeviceTreeProperty.OfCells(
                "ibm,ddw-applicable", Token("ibm,query-pe-dma-window"), Token("ibm,create-pe-dma-window"), Token("ibm,remove-pe-dma-window")));
            properties.Add(DeviceTreeProperty.OfCells("ibm,ddw-extensions", 2, Token("ibm,reset-pe-dma-window"), QueryWithSixOutputs));
        }

        return properties;
    }
}
