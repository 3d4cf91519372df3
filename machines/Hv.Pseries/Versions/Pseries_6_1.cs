using Hv.Runtime.Declarations;

namespace Hv.Pseries.Versions;

/// <summary>Without FORM2 affinity; processors fill sockets before cores.</summary>
[MachineVersion("pseries", 6, 1)]
[Compat<PseriesMachine>(nameof(PseriesMachine.Form2Affinity), false)]
[Compat<PseriesMachine>(nameof(PseriesMachine.SmpPrefersSockets), true)]
public sealed partial class Pseries_6_1 : PseriesMachine;
