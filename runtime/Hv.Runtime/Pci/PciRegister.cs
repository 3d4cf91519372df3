namespace Hv.Runtime.Pci;

/// <summary>Byte offsets in configuration space (PCI Local Bus 3.0, 6.1; PCI-to-PCI Bridge 1.2, 3.2), and bits of their registers.</summary>
public static class PciRegister
{
    /// <summary>Vendor id, 16 bits.</summary>
    public const int VendorId = 0x00;

    /// <summary>Device id, 16 bits.</summary>
    public const int DeviceId = 0x02;

    /// <summary>Command, 16 bits.</summary>
    public const int Command = 0x04;

    /// <summary>Status, 16 bits.</summary>
    public const int Status = 0x06;

    /// <summary>Revision id, 8 bits.</summary>
    public const int Revision = 0x08;

    /// <summary>Programming interface, 8 bits; subclass and base class follow.</summary>
    public const int ProgrammingInterface = 0x09;

    /// <summary>Subclass and base class, 16 bits.</summary>
    public const int ClassCode = 0x0A;

    /// <summary>Cache line size, 8 bits.</summary>
    public const int CacheLineSize = 0x0C;

    /// <summary>Latency timer, 8 bits.</summary>
    public const int LatencyTimer = 0x0D;

    /// <summary>Header type, 8 bits: 0 a function, 1 a bridge; bit 7: several functions.</summary>
    public const int HeaderType = 0x0E;

    /// <summary>The first base address register, 32 bits; up to five more follow.</summary>
    public const int BaseAddress0 = 0x10;

    /// <summary>Subsystem vendor id, 16 bits (header type 0).</summary>
    public const int SubsystemVendorId = 0x2C;

    /// <summary>Subsystem id, 16 bits (header type 0).</summary>
    public const int SubsystemId = 0x2E;

    /// <summary>Offset of the first capability, 8 bits.</summary>
    public const int CapabilityList = 0x34;

    /// <summary>Interrupt line, 8 bits: for software.</summary>
    public const int InterruptLine = 0x3C;

    /// <summary>Interrupt pin, 8 bits: 0 none, 1 to 4 INTA to INTD.</summary>
    public const int InterruptPin = 0x3D;

    /// <summary>Minimum grant, 8 bits (header type 0); maximum latency follows.</summary>
    public const int MinimumGrant = 0x3E;

    /// <summary>The end of the header; capabilities lie from here to 255.</summary>
    public const int HeaderEnd = 0x40;

    /// <summary>Primary bus number, 8 bits (header type 1); secondary, subordinate and the secondary latency timer follow.</summary>
    public const int PrimaryBus = 0x18;

    /// <summary>Secondary bus number, 8 bits (header type 1).</summary>
    public const int SecondaryBus = 0x19;

    /// <summary>Subordinate bus number, 8 bits (header type 1).</summary>
    public const int SubordinateBus = 0x1A;

    /// <summary>I/O base, 8 bits; the limit follows (header type 1).</summary>
    public const int IoBase = 0x1C;

    /// <summary>Secondary status, 16 bits (header type 1).</summary>
    public const int SecondaryStatus = 0x1E;

    /// <summary>Memory base, 16 bits; the limit follows (header type 1).</summary>
    public const int MemoryBase = 0x20;

    /// <summary>Prefetchable memory base, 16 bits; the limit follows (header type 1).</summary>
    public const int PrefetchableBase = 0x24;

    /// <summary>Upper 32 bits of the prefetchable base; those of the limit follow (header type 1).</summary>
    public const int PrefetchableBaseUpper = 0x28;

    /// <summary>Bridge control, 16 bits (header type 1).</summary>
    public const int BridgeControl = 0x3E;

    /// <summary>Command: answers I/O accesses.</summary>
    public const ushort CommandIo = 0x1;

    /// <summary>Command: answers memory accesses.</summary>
    public const ushort CommandMemory = 0x2;

    /// <summary>Command: may make accesses of its own (DMA, MSI).</summary>
    public const ushort CommandBusMaster = 0x4;

    /// <summary>Command: reports system errors.</summary>
    public const ushort CommandSystemError = 0x100;

    /// <summary>Command: does not assert its pin.</summary>
    public const ushort CommandInterruptDisable = 0x400;

    /// <summary>Bridge control: the secondary bus is held in reset.</summary>
    public const ushort BridgeControlReset = 0x40;

    /// <summary>Status: would assert its pin.</summary>
    public const ushort StatusInterrupt = 0x8;

    /// <summary>Status: there is a list of capabilities.</summary>
    public const ushort StatusCapabilityList = 0x10;

    /// <summary>Status: can run at 66 MHz.</summary>
    public const ushort Status66MHz = 0x20;

    /// <summary>Status: takes fast back-to-back transactions.</summary>
    public const ushort StatusFastBackToBack = 0x80;

    /// <summary>Status: the error bits, cleared by writing ones.</summary>
    public const ushort StatusErrors = 0xF900;
}
