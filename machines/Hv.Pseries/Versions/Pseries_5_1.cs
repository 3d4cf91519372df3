using Hv.Pseries.Configuration;
using Hv.Runtime.Declarations;

namespace Hv.Pseries.Versions;

/// <summary>NUMA distances that the user gives do not reach the guest.</summary>
[MachineVersion("pseries", 5, 1)]
[Compat<PseriesMachine>(nameof(PseriesMachine.Form1Domains), false)]
[Compat<PseriesMachine>(nameof(PseriesMachine.AssociativityReferencePoints), AssociativityReferencePoints.ThreeLevels)]
public sealed partial class Pseries_5_1 : PseriesMachine;
