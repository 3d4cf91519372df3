using Hv.Pseries.Configuration;
using Hv.Pseries.Pci;
using Hv.Runtime.Declarations;

namespace Hv.Pseries;

/// <content>Values of the machine version: compat rows set them, users cannot.</content>
public abstract partial class PseriesMachine
{
    /// <summary>The processor model of a machine whose user names none.</summary>
    [Property("default-cpu", Default = "power9_v2.0")]
    public partial string DefaultCpu { get; }

    /// <summary>RAM in bytes of a machine whose user names no size.</summary>
    [Property("default-ram-size", Default = 0x20000000UL, Format = PropertyFormat.Size)]
    public partial ulong DefaultRamSize { get; }

    /// <summary>The name of the RAM block, which migration streams carry.</summary>
    [Property("default-ram-id", Default = "ppc_spapr.ram")]
    public partial string DefaultRamId { get; }

    /// <summary>The largest number of processors: their interrupt numbers must stay below the first that is not a processor's.</summary>
    [Property("max-cpus", Default = 4096)]
    public partial uint MaximumCpus { get; }

    /// <summary>The boot order of a machine whose user names none.</summary>
    [Property("default-boot-order")]
    public partial string DefaultBootOrder { get; }

    /// <summary>The display of a machine whose user names none.</summary>
    [Property("default-display", Default = "std")]
    public partial string DefaultDisplay { get; }

    /// <summary>The interface of drives whose user names none.</summary>
    [Property("default-block-interface", Default = "scsi")]
    public partial string DefaultBlockInterface { get; }

    /// <summary>The USB controller of a machine with <c>usb=on</c>.</summary>
    [Property("default-usb-controller", Default = "nec-usb-xhci")]
    public partial string DefaultUsbController { get; }

    /// <summary>Whether there are parallel ports.</summary>
    [Property("parallel-ports")]
    public partial bool HasParallelPorts { get; }

    /// <summary>Whether processors can be added and removed while the guest runs.</summary>
    [Property("cpu-hotplug", Default = true)]
    public partial bool CpuHotplug { get; }

    /// <summary>Whether memory (LMBs) can be added and removed while the guest runs.</summary>
    [Property("dr-lmb", Default = true)]
    public partial bool MemoryHotplug { get; }

    /// <summary>Whether PCI host bridges can be added and removed while the guest runs.</summary>
    [Property("dr-phb", Default = true)]
    public partial bool PhbHotplug { get; }

    /// <summary>Whether there can be NVDIMMs.</summary>
    [Property("nvdimm-supported", Default = true)]
    public partial bool NvdimmSupported { get; }

    /// <summary>Whether a guest hands its device tree back (H_UPDATE_DT); else the hypercall is accepted and ignored.</summary>
    [Property("update-dt", Default = true)]
    public partial bool UpdatesDeviceTree { get; }

    /// <summary>Whether the device tree tells the guest that it may configure PCI itself (linux,pci-probe-only = 0).</summary>
    [Property("linux-pci-probe", Default = true)]
    public partial bool LinuxPciProbe { get; }

    /// <summary>Whether PCI BARs may be at address 0.</summary>
    [Property("pci-allow-0-address", Default = true)]
    public partial bool PciAllowsAddressZero { get; }

    /// <summary>Whether boot device paths leave out the suffix of the unit.</summary>
    [Property("ignore-boot-device-suffixes", Default = true)]
    public partial bool IgnoresBootDeviceSuffixes { get; }

    /// <summary>Whether the default of <c>vsmt</c> is the number of threads of a core; else it is that, and at least 8.</summary>
    [Property("smp-threads-vsmt", Default = true)]
    public partial bool VsmtFollowsThreads { get; }

    /// <summary>Whether processors not placed by the user fill sockets before cores.</summary>
    [Property("smp-prefers-sockets")]
    public partial bool SmpPrefersSockets { get; }

    /// <summary>What <c>resize-hpt=default</c> stands for where the host does not decide.</summary>
    [Property("resize-hpt-default", Default = HptResizing.Enabled)]
    public partial HptResizing DefaultHptResizing { get; }

    /// <summary>Whether the largest page size of the hash table is part of the migrated state.</summary>
    [Property("migrate-hpt-max-page-size", Default = true)]
    public partial bool MigratesHptMaximumPageSize { get; }

    /// <summary>The bytes that node 0's memory, the first part of which is the real-mode area, is cut to; 0: it is not cut.</summary>
    [Property("rma-limit", Format = PropertyFormat.Size)]
    public partial ulong RmaLimit { get; }

    /// <summary>The number of external interrupt sources, the first of which has the number 0x1000.</summary>
    [Property("nr-xirqs", Default = 0x1000u, Format = PropertyFormat.Hexadecimal)]
    public partial uint ExternalInterrupts { get; }

    /// <summary>Whether interrupt numbers are handed out as they are asked for; else each kind of source has its range.</summary>
    [Property("legacy-irq-allocation")]
    public partial bool LegacyIrqAllocation { get; }

    /// <summary>Whether migration streams say what machine they are of.</summary>
    [Property("send-configuration", Default = true)]
    public partial bool SendsConfiguration { get; }

    /// <summary>Whether each section of migration streams ends with its number.</summary>
    [Property("send-section-footer", Default = true)]
    public partial bool SendsSectionFooter { get; }

    /// <summary>Whether migration streams always hold the state the machine ran in; else only when it neither ran nor was paused.</summary>
    [Property("store-global-state", Default = true)]
    public partial bool StoresGlobalState { get; }

    /// <summary>Whether the state of a processor says which instructions and registers it has.</summary>
    [Property("migrate-cpu-features")]
    public partial bool MigratesProcessorFeatures { get; }

    /// <summary>Whether the state of a processor says that it behaves as an older one.</summary>
    [Property("migrate-cpu-compat", Default = true)]
    public partial bool MigratesCompatibilityMode { get; }

    /// <summary>Whether the state of a processor says how many entries its SLB has.</summary>
    [Property("migrate-cpu-slb-size")]
    public partial bool MigratesSlbSize { get; }

    /// <summary>Whether the areas of memory that a processor shares with the hypervisor are part of the migrated state.</summary>
    [Property("migrate-cpu-shared-areas", Default = true)]
    public partial bool MigratesSharedAreas { get; }

    /// <summary>Whether state of interrupt servers without a processor is registered, so that old streams can be read.</summary>
    [Property("dummy-icp")]
    public partial bool DummyInterruptServers { get; }

    /// <summary>Where PCI host bridges have their windows.</summary>
    [Property("phb-placement", Default = PhbPlacement.Fixed)]
    public partial PhbPlacement PhbPlacement { get; }

    /// <summary>Whether the host's model and serial number show in the guest's device tree when the user sets none.</summary>
    [Property("host-model-leak")]
    public partial bool LeaksHostIdentity { get; }

    /// <summary>Whether the guest can negotiate FORM2 affinity: distances in a table of their own.</summary>
    [Property("form2-affinity", Default = true)]
    public partial bool Form2Affinity { get; }

    /// <summary>Whether FORM1 associativity domains follow the distances that the user gives; else they are zero.</summary>
    [Property("form1-domains", Default = true)]
    public partial bool Form1Domains { get; }

    /// <summary>The reference points of FORM1 affinity.</summary>
    [Property("associativity-reference-points", Default = AssociativityReferencePoints.FourLevels)]
    public partial AssociativityReferencePoints AssociativityReferencePoints { get; }

    /// <summary>Whether a machine with memory that can be added gets a NUMA node though the user names none.</summary>
    [Property("implicit-numa-node", Default = true)]
    public partial bool ImplicitNumaNode { get; }

    /// <summary>Whether <c>-numa node,mem=</c>, memory without a backend, is accepted.</summary>
    [Property("numa-node-mem")]
    public partial bool NumaNodeMemory { get; }

    /// <summary>The power of two to which node sizes are rounded that the user leaves open.</summary>
    [Property("numa-mem-align-shift", Default = 28, Maximum = 63)]
    public partial byte NumaMemoryAlignShift { get; }
}
