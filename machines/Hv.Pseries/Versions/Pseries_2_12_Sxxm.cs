using Hv.Pseries.Configuration;
using Hv.Runtime.Declarations;

namespace Hv.Pseries.Versions;

/// <summary>Version 2.12 on a processor with the fixes against speculation attacks.</summary>
/// <remarks>A side branch: 2.11 builds on 2.12.</remarks>
[MachineVersion("pseries", 2, 12, Suffix = "sxxm")]
[Compat<PseriesMachine>(nameof(PseriesMachine.CapCfpc), Mitigation.Workaround)]
[Compat<PseriesMachine>(nameof(PseriesMachine.CapSbbc), Mitigation.Workaround)]
[Compat<PseriesMachine>(nameof(PseriesMachine.CapIbs), IndirectBranchMitigation.FixedCcd)]
public sealed partial class Pseries_2_12_Sxxm : PseriesMachine;
