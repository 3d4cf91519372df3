using Hv.Pseries.Pci;
using Hv.Runtime.Declarations;

namespace Hv.Pseries.Versions;

/// <summary>PCI functions have 256 bytes of config space.</summary>
[MachineVersion("pseries", 2, 8)]
[Compat<PseriesMachine>(nameof(PseriesMachine.NumaMemoryAlignShift), 23)]
[Compat<PciHostBridge>(nameof(PciHostBridge.ExtendedConfigurationSpace), false)]
public sealed partial class Pseries_2_8 : PseriesMachine;
