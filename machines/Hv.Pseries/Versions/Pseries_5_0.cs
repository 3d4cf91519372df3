using Hv.Pseries.Configuration;
using Hv.Pseries.Pci;
using Hv.Runtime.Declarations;

namespace Hv.Pseries.Versions;

/// <summary>Takes memory of NUMA nodes by size.</summary>
[MachineVersion("pseries", 5, 0)]
[Compat<PseriesMachine>(nameof(PseriesMachine.NumaNodeMemory), true)]
[Compat<PseriesMachine>(nameof(PseriesMachine.AssociativityReferencePoints), AssociativityReferencePoints.TwoLevels)]
[Compat<PciHostBridge>(nameof(PciHostBridge.ConfigurationRegisterMigration), false)]
[Compat<PciHostBridge>(nameof(PciHostBridge.Pre51Associativity), true)]
public sealed partial class Pseries_5_0 : PseriesMachine;
