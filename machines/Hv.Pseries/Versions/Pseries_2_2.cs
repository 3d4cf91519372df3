using Hv.Pseries.Pci;
using Hv.Runtime.Declarations;

namespace Hv.Pseries.Versions;

/// <summary>A small PCI memory window; migration streams without a description.</summary>
[MachineVersion("pseries", 2, 2)]
[Compat<PseriesMachine>(nameof(PseriesMachine.SuppressVmDescription), true)]
[Compat<PciHostBridge>(nameof(PciHostBridge.MemoryWindowSize), 0x20000000)]
public sealed partial class Pseries_2_2 : PseriesMachine;
