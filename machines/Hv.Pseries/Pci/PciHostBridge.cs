using Hv.Runtime.Declarations;
using Hv.Runtime.Objects;

namespace Hv.Pseries.Pci;

/// <summary>The sPAPR PCI host bridge: one PCI domain with its windows and its DMA windows.</summary>
[Device("spapr-pci-host-bridge", Summary = "sPAPR PCI host bridge")]
public sealed partial class PciHostBridge : Device
{
    /// <summary>The number that tells host bridges apart; BUID and windows follow from it.</summary>
    [Property("index", Default = uint.MaxValue)]
    public partial uint Index { get; set; }

    /// <summary>The size of the 32-bit MMIO window in bytes; its PCI addresses start at 2 GiB.</summary>
    [Property("mem_win_size", Default = 0x80000000UL, Format = PropertyFormat.Hexadecimal)]
    public partial ulong MemoryWindowSize { get; set; }

    /// <summary>The size of the 64-bit MMIO window in bytes; PCI addresses are guest addresses.</summary>
    [Property("mem64_win_size", Default = 0x100_0000_0000UL, Format = PropertyFormat.Hexadecimal)]
    public partial ulong Memory64WindowSize { get; set; }

    /// <summary>The size of the I/O window in bytes, as told; the window itself always has 64 KiB.</summary>
    [Property("io_win_size", Default = 0x10000UL, Format = PropertyFormat.Hexadecimal)]
    public partial ulong IoWindowSize { get; set; }

    /// <summary>Whether devices can be added and removed while the guest runs.</summary>
    [Property("dynamic-reconfiguration", Default = true)]
    public partial bool DynamicReconfiguration { get; set; }

    /// <summary>The bus address at which the default DMA window starts.</summary>
    [Property("dma_win_addr", Format = PropertyFormat.Hexadecimal)]
    public partial ulong DmaWindowAddress { get; set; }

    /// <summary>The size of the default DMA window in bytes.</summary>
    [Property("dma_win_size", Default = 0x40000000UL, Format = PropertyFormat.Hexadecimal)]
    public partial ulong DmaWindowSize { get; set; }

    /// <summary>The bus address at which a DMA window that the guest creates starts.</summary>
    [Property("dma64_win_addr", Default = 0x0800_0000_0000_0000UL, Format = PropertyFormat.Hexadecimal)]
    public partial ulong Dma64WindowAddress { get; set; }

    /// <summary>Lets the guest create DMA windows at run time (LoPAR 7.3.13, Dynamic DMA Windows).</summary>
    [Property("ddw", Default = true)]
    public partial bool DynamicDmaWindows { get; set; }

    /// <summary>The page sizes that DMA windows may have: bit n allows pages of 2^n bytes.</summary>
    [Property("pgsz", Default = 0x1211000UL, Format = PropertyFormat.Hexadecimal)]
    public partial ulong PageSizeMask { get; set; }

    /// <summary>Levels of the host's TCE table behind a DMA window; 0 lets the host choose.</summary>
    [Property("levels", Maximum = 5)]
    public partial byte TableLevels { get; set; }

    /// <summary>The NUMA node that the bridge is near to; 0xffffffff: none.</summary>
    [Property("numa_node", Default = uint.MaxValue, Format = PropertyFormat.Hexadecimal)]
    public partial uint NumaNode { get; set; }

    /// <summary>Whether migration streams carry the five fields that 2.7 and older had.</summary>
    [Property("pre-2.8-migration")]
    public partial bool Pre28Migration { get; set; }

    /// <summary>Whether functions have 4 KiB of config space; else 256 bytes.</summary>
    [Property("pcie-extended-configuration-space", Default = true)]
    public partial bool ExtendedConfigurationSpace { get; set; }

    /// <summary>The guest address of the NVLink2 memory window; 0: by the machine's placement.</summary>
    [Property("gpa", Format = PropertyFormat.Hexadecimal)]
    public partial ulong NvlinkMemoryAddress { get; set; }

    /// <summary>The guest address of the NVLink2 ATSD window; 0: by the machine's placement.</summary>
    [Property("atsd", Format = PropertyFormat.Hexadecimal)]
    public partial ulong NvlinkAtsdAddress { get; set; }

    /// <summary>Accepted, and of no effect: the associativity of 5.0 and older follows from the machine.</summary>
    [Property("pre-5.1-associativity")]
    public partial bool Pre51Associativity { get; set; }

    /// <summary>Accepted, and of no effect: this bridge's migrated state is its own and has no config address register.</summary>
    [Property("x-config-reg-migration-enabled", Default = true)]
    public partial bool ConfigurationRegisterMigration { get; set; }

    /// <summary>Whether devices reach memory without translation.</summary>
    [Property("bypass-iommu")]
    public partial bool BypassesIommu { get; set; }
}
