using Hv.Runtime.Declarations;

namespace Hv.Pseries.Versions;

/// <summary>Without hot-plug of memory.</summary>
[MachineVersion("pseries", 2, 4)]
[Compat<PseriesMachine>(nameof(PseriesMachine.MemoryHotplug), false)]
public sealed partial class Pseries_2_4 : PseriesMachine;
