using Hv.Pseries.Configuration;
using Hv.Runtime.Declarations;

namespace Hv.Pseries.Versions;

/// <summary>Hash page tables keep their size.</summary>
[MachineVersion("pseries", 2, 9)]
[Compat<PseriesMachine>(nameof(PseriesMachine.DummyInterruptServers), true)]
[Compat<PseriesMachine>(nameof(PseriesMachine.DefaultHptResizing), HptResizing.Disabled)]
[Compat<PseriesMachine>(nameof(PseriesMachine.MigratesCompatibilityMode), false)]
public sealed partial class Pseries_2_9 : PseriesMachine;
