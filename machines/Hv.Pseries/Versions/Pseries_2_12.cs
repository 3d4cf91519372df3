using Hv.Runtime.Declarations;

namespace Hv.Pseries.Versions;

/// <summary>Pages of up to 16 GiB in the hash page table.</summary>
[MachineVersion("pseries", 2, 12)]
[Compat<PseriesMachine>(nameof(PseriesMachine.CapHptMaximumPageSize), 0x4_0000_0000UL)]
[Compat<PseriesMachine>(nameof(PseriesMachine.MigratesSlbSize), true)]
[Compat<PseriesMachine>(nameof(PseriesMachine.MigratesSharedAreas), false)]
public sealed partial class Pseries_2_12 : PseriesMachine;
