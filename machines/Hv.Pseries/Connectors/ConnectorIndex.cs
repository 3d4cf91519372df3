namespace Hv.Pseries.Connectors;

/// <summary>
/// The index by which a guest knows a connector (LoPAR 13.5.2.1): the kind in the top four bits, and a number within it.
/// </summary>
internal static class ConnectorIndex
{
    /// <summary>The place of the kind.</summary>
    public const int KindShift = 28;

    /// <summary>How many connectors of host bridges there are.</summary>
    public const uint HostBridges = 31;

    /// <summary>How many functions a bus has connectors for.</summary>
    public const int FunctionsOfBus = 256;

    private const uint IdMask = (1u << KindShift) - 1;
    private const int BridgeShift = 16;
    private const int BusShift = 8;

    /// <summary>The index of a connector.</summary>
    public static uint Of(ConnectorKind kind, uint id) => ((uint)kind << KindShift) | id;

    /// <summary>The kind and the number in an index.</summary>
    public static (ConnectorKind Kind, uint Id) Parts(uint index) => ((ConnectorKind)(index >> KindShift), index & IdMask);

    /// <summary>The number of the connector of a PCI function.</summary>
    /// <param name="bridge">The index of its host bridge.</param>
    /// <param name="bus">The number of its bus.</param>
    /// <param name="deviceFunction">Device number times 8 plus function number.</param>
    public static uint FunctionId(uint bridge, byte bus, byte deviceFunction) =>
        (bridge << BridgeShift) | ((uint)bus << BusShift) | deviceFunction;

    /// <summary>The host bridge and the bus in the number of a function's connector.</summary>
    public static (uint Bridge, byte Bus) PlaceOf(uint functionId) => (functionId >> BridgeShift, (byte)(functionId >> BusShift));
}
