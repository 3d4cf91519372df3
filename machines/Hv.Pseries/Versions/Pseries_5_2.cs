using Hv.Runtime.Declarations;

namespace Hv.Pseries.Versions;

/// <summary>Differs in generic devices only.</summary>
[MachineVersion("pseries", 5, 2)]
public sealed partial class Pseries_5_2 : PseriesMachine;
