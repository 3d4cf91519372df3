using Hv.Runtime.Declarations;

namespace Hv.Pseries.Versions;

/// <summary>With hardware transactional memory.</summary>
[MachineVersion("pseries", 2, 11)]
[Compat<PseriesMachine>(nameof(PseriesMachine.CapHtm), true)]
public sealed partial class Pseries_2_11 : PseriesMachine;
