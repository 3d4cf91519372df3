using Hv.Runtime.Declarations;

namespace Hv.Pseries.Versions;

/// <summary>Without hot-plug of processors.</summary>
[MachineVersion("pseries", 2, 6)]
[Compat<PseriesMachine>(nameof(PseriesMachine.CpuHotplug), false)]
public sealed partial class Pseries_2_6 : PseriesMachine;
