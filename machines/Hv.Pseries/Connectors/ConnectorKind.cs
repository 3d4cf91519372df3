namespace Hv.Pseries.Connectors;

/// <summary>What is plugged into a connector; the top four bits of its index.</summary>
public enum ConnectorKind : uint
{
    /// <summary>A core.</summary>
    Processor = 1,

    /// <summary>A PCI host bridge.</summary>
    HostBridge = 2,

    /// <summary>A PCI function.</summary>
    Pci = 4,

    /// <summary>A block of memory (LMB).</summary>
    Memory = 8,
}
