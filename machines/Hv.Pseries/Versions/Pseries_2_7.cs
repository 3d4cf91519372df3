using Hv.Pseries.Pci;
using Hv.Runtime.Declarations;

namespace Hv.Pseries.Versions;

/// <summary>A POWER7; host bridges above memory, and hot-plug without an interrupt of its own.</summary>
[MachineVersion("pseries", 2, 7)]
[Compat<PseriesMachine>(nameof(PseriesMachine.DefaultCpu), "power7_v2.3")]
[Compat<PseriesMachine>(nameof(PseriesMachine.ModernHotplugEvents), false)]
[Compat<PseriesMachine>(nameof(PseriesMachine.PhbPlacement), PhbPlacement.AboveMemory)]
[Compat<PciHostBridge>(nameof(PciHostBridge.MemoryWindowSize), 0xf_8000_0000UL)]
[Compat<PciHostBridge>(nameof(PciHostBridge.Memory64WindowSize), 0)]
[Compat<PciHostBridge>(nameof(PciHostBridge.Pre28Migration), true)]
[Compat<PseriesMachine>(nameof(PseriesMachine.MigratesProcessorFeatures), true)]
public sealed partial class Pseries_2_7 : PseriesMachine;
