using Hv.Pseries;
using Hv.Pseries.Firmware;
using Hv.Pseries.Firmware.Nodes;
using Hv.Runtime.Machines;

namespace Hv.Cli;

/// <summary>Answers the device-tree properties that recordings of pseries guests hold.</summary>
internal static class PseriesDeviceTree
{
    /// <summary>The property of a node (<c>rtas/rtas-size</c>, <c>pci/ibm,dma-window</c>), or <see langword="null"/>.</summary>
    public static byte[]? Find(Machine machine, string path)
    {
        if (machine is not PseriesMachine pseries || path.Split('/') is not [var node, var name])
            return null;

        // Recordings are of Linux after negotiation, and Linux takes FORM2 affinity where it is offered.
        var properties = node switch
        {
            "rtas" => RtasNode.Properties(pseries, guestTakesForm2: true),
            "pci" => HostBridgeNode.DmaProperties(pseries.HostBridges.Single(bridge => bridge.Index == 0)),
            _ => [],
        };
        return properties.FirstOrDefault(property => property.Name == name)?.Value;
    }
}
