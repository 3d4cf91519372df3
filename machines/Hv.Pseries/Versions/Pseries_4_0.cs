using Hv.Pseries.Configuration;
using Hv.Pseries.Pci;
using Hv.Runtime.Declarations;

namespace Hv.Pseries.Versions;

/// <summary>Interrupts by XICS unless the user chooses; no windows for NVLink2.</summary>
[MachineVersion("pseries", 4, 0)]
[Compat<PseriesMachine>(nameof(PseriesMachine.InterruptMode), InterruptMode.Xics)]
[Compat<PseriesMachine>(nameof(PseriesMachine.PhbPlacement), PhbPlacement.FixedWithoutNvlink)]
[Compat<PseriesMachine>(nameof(PseriesMachine.MigratesHptMaximumPageSize), false)]
public sealed partial class Pseries_4_0 : PseriesMachine;
