using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Hv.Pseries.Connectors;

namespace Hv.Pseries.Firmware.Nodes;

/// <summary>The properties that tell of the connectors below a node (LoPAR 13.5.2): index, name, type and power domain of each.</summary>
internal static class ConnectorProperties
{
    private const uint AlwaysOn = uint.MaxValue;

    /// <summary>Adds the properties to a node.</summary>
    /// <param name="node">The node.</param>
    /// <param name="kind">The kind of the connectors.</param>
    /// <param name="ids">Their ids.</param>
    public static void AddTo(DeviceTreeNode node, ConnectorKind kind, IReadOnlyCollection<uint> ids)
    {
        var count = (uint)ids.Count;
        node.Set(DeviceTreeProperty.OfCells("ibm,drc-indexes", [count, .. ids.Select(id => ConnectorIndex.Of(kind, id))]));
        node.Set(DeviceTreeProperty.OfCells("ibm,drc-power-domains", [count, .. ids.Select(_ => AlwaysOn)]));
        node.Set(Texts("ibm,drc-names", ids.Select(id => Name(kind, id)), count));
        node.Set(Texts("ibm,drc-types", ids.Select(_ => Type(kind)), count));
    }

    private static string Name(ConnectorKind kind, uint id) => string.Create(CultureInfo.InvariantCulture, $"{kind switch
    {
        ConnectorKind.Processor => "CPU ",
        ConnectorKind.HostBridge => "PHB ",
        ConnectorKind.Pci => "C",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There are no such connectors."),
    }}{id}");

    private static string Type(ConnectorKind kind) => kind switch
    {
        ConnectorKind.Processor => "CPU",
        ConnectorKind.HostBridge => "PHB",
        _ => "28",
    };

    /// <summary>A count, and so many texts.</summary>
    private static DeviceTreeProperty Texts(string name, IEnumerable<string> texts, uint count)
    {
        var bytes = Encoding.ASCII.GetBytes(string.Concat(texts.Select(text => text + '\0')));
        var value = new byte[sizeof(uint) + bytes.Length];
        BinaryPrimitives.WriteUInt32BigEndian(value, count);
        bytes.CopyTo(value, sizeof(uint));
        return new DeviceTreeProperty(name, value);
    }
}
