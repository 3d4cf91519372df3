using Hv.Runtime.Declarations;

namespace Hv.Pseries.Versions;

/// <summary>Differs in generic devices only.</summary>
[MachineVersion("pseries", 7, 0)]
public sealed partial class Pseries_7_0 : PseriesMachine;
