using Hv.Runtime.Declarations;

namespace Hv.Pseries.Versions;

/// <summary>Differs in generic devices only.</summary>
[MachineVersion("pseries", 2, 1)]
public sealed partial class Pseries_2_1 : PseriesMachine;
