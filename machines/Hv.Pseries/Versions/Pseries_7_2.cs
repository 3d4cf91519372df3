using Hv.Runtime.Declarations;

namespace Hv.Pseries.Versions;

/// <summary>The newest: all properties have their own defaults.</summary>
[MachineVersion("pseries", 7, 2)]
public sealed partial class Pseries_7_2 : PseriesMachine;
