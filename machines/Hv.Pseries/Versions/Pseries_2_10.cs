using Hv.Runtime.Declarations;

namespace Hv.Pseries.Versions;

/// <summary>Differs in generic devices only.</summary>
[MachineVersion("pseries", 2, 10)]
public sealed partial class Pseries_2_10 : PseriesMachine;
