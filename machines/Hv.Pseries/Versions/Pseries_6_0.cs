using Hv.Runtime.Declarations;

namespace Hv.Pseries.Versions;

/// <summary>Differs in generic devices only.</summary>
[MachineVersion("pseries", 6, 0)]
public sealed partial class Pseries_6_0 : PseriesMachine;
