using Hv.Runtime.Declarations;

namespace Hv.Pseries.Versions;

/// <summary>Without NVDIMMs, machine-check delivery to the guest and help against indirect branches.</summary>
[MachineVersion("pseries", 4, 2)]
[Compat<PseriesMachine>(nameof(PseriesMachine.CapCcfAssist), false)]
[Compat<PseriesMachine>(nameof(PseriesMachine.CapFwnmi), false)]
[Compat<PseriesMachine>(nameof(PseriesMachine.RmaLimit), 0x4_0000_0000UL)]
[Compat<PseriesMachine>(nameof(PseriesMachine.NvdimmSupported), false)]
[Compat<PseriesMachine>(nameof(PseriesMachine.Nvdimm), false)]
public sealed partial class Pseries_4_2 : PseriesMachine;
