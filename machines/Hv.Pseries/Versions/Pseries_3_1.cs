using Hv.Pseries.Configuration;
using Hv.Runtime.Declarations;

namespace Hv.Pseries.Versions;

/// <summary>A POWER8 without protection from speculation attacks, and no hot-plug of host bridges.</summary>
[MachineVersion("pseries", 3, 1)]
[Compat<PseriesMachine>(nameof(PseriesMachine.DefaultCpu), "power8_v2.0")]
[Compat<PseriesMachine>(nameof(PseriesMachine.UpdatesDeviceTree), false)]
[Compat<PseriesMachine>(nameof(PseriesMachine.PhbHotplug), false)]
[Compat<PseriesMachine>(nameof(PseriesMachine.LeaksHostIdentity), true)]
[Compat<PseriesMachine>(nameof(PseriesMachine.CapCfpc), Mitigation.Broken)]
[Compat<PseriesMachine>(nameof(PseriesMachine.CapSbbc), Mitigation.Broken)]
[Compat<PseriesMachine>(nameof(PseriesMachine.CapIbs), IndirectBranchMitigation.Broken)]
[Compat<PseriesMachine>(nameof(PseriesMachine.CapLargeDecrementer), false)]
public sealed partial class Pseries_3_1 : PseriesMachine;
