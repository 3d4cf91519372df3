using Hv.Pseries.Pci;
using Hv.Runtime.Declarations;

namespace Hv.Pseries.Versions;

/// <summary>DMA windows have pages of 4 KiB and 64 KiB only.</summary>
[MachineVersion("pseries", 4, 1)]
[Compat<PseriesMachine>(nameof(PseriesMachine.LinuxPciProbe), false)]
[Compat<PseriesMachine>(nameof(PseriesMachine.VsmtFollowsThreads), false)]
[Compat<PciHostBridge>(nameof(PciHostBridge.PageSizeMask), 0x11000)]
public sealed partial class Pseries_4_1 : PseriesMachine;
