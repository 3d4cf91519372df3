using Hv.Pseries.Configuration;
using Hv.Runtime.Declarations;

namespace Hv.Pseries;

/// <content>What users choose.</content>
public abstract partial class PseriesMachine
{
    /// <summary>Which kind of KVM guest the machine is.</summary>
    [Property("kvm-type", Default = KvmType.Auto)]
    public partial KvmType KvmType { get; set; }

    /// <summary>Which interrupt controllers the guest can choose from.</summary>
    [Property("ic-mode", Default = InterruptMode.Dual)]
    public partial InterruptMode InterruptMode { get; set; }

    /// <summary>The distance of the first processor ids of two cores; 0 chooses, any other is at least the threads of a core.</summary>
    [Property("vsmt")]
    public partial uint Vsmt { get; set; }

    /// <summary>Whether the guest can resize its hash page table.</summary>
    [Property("resize-hpt", Default = HptResizing.Default)]
    public partial HptResizing ResizeHpt { get; set; }

    /// <summary>The newest architecture level that the guest may negotiate.</summary>
    [Property("max-cpu-compat", Default = CpuCompatibility.None)]
    public partial CpuCompatibility MaximumCpuCompatibility { get; set; }

    /// <summary>Whether hot-plug has an interrupt and an event class of its own, which the removal of memory needs.</summary>
    [Property("modern-hotplug-events", Default = true)]
    public partial bool ModernHotplugEvents { get; set; }

    /// <summary>Whether MSI-X of passed-through devices works without emulation of its table.</summary>
    [Property("vfio-no-msix-emulation", Default = true)]
    public partial bool VfioNoMsixEmulation { get; }

    /// <summary>The guest address to which <c>-kernel</c> is loaded.</summary>
    [Property("kernel-addr", Default = 0x400000UL, Format = PropertyFormat.Hexadecimal)]
    public partial ulong KernelAddress { get; set; }

    /// <summary>Whether the machine itself answers the client interface (Virtual Open Firmware) instead of SLOF.</summary>
    [Property("x-vof")]
    public partial bool VirtualOpenFirmware { get; set; }

    /// <summary>The host's model as the guest's device tree shows it; empty: not shown.</summary>
    [Property("host-model")]
    public partial string HostModel { get; set; }

    /// <summary>The host's serial number as the guest's device tree shows it; empty: not shown.</summary>
    [Property("host-serial")]
    public partial string HostSerial { get; set; }

    /// <summary>Whether NVDIMMs can be added.</summary>
    [Property("nvdimm", Default = true)]
    public partial bool Nvdimm { get; set; }

    /// <summary>Which failures the contents of NVDIMMs survive.</summary>
    [Property("nvdimm-persistence", Default = NvdimmPersistence.None)]
    public partial NvdimmPersistence NvdimmPersistence { get; set; }

    /// <summary>Whether migration streams leave out the description of their fields.</summary>
    [Property("suppress-vmdesc")]
    public partial bool SuppressVmDescription { get; set; }
}
