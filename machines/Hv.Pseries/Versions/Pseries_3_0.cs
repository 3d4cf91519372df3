using Hv.Pseries.Configuration;
using Hv.Runtime.Declarations;

namespace Hv.Pseries.Versions;

/// <summary>Interrupt numbers are handed out as they are asked for.</summary>
[MachineVersion("pseries", 3, 0)]
[Compat<PseriesMachine>(nameof(PseriesMachine.LegacyIrqAllocation), true)]
[Compat<PseriesMachine>(nameof(PseriesMachine.ExternalInterrupts), 0x400)]
[Compat<PseriesMachine>(nameof(PseriesMachine.InterruptMode), InterruptMode.Legacy)]
public sealed partial class Pseries_3_0 : PseriesMachine;
