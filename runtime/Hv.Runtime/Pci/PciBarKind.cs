namespace Hv.Runtime.Pci;

/// <summary>What a base address register decodes (PCI Local Bus 3.0, 6.2.5.1): the low bits of the register.</summary>
public enum PciBarKind
{
    /// <summary>Memory below 4 GiB.</summary>
    Memory32 = 0x0,

    /// <summary>I/O ports.</summary>
    Io = 0x1,

    /// <summary>Memory anywhere: takes two registers.</summary>
    Memory64 = 0x4,

    /// <summary>Memory below 4 GiB, reads of which have no effect.</summary>
    PrefetchableMemory32 = 0x8,

    /// <summary>Memory anywhere, reads of which have no effect: takes two registers.</summary>
    PrefetchableMemory64 = 0xC,
}
