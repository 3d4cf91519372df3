using Hv.Runtime.Declarations;

namespace Hv.Pseries.Versions;

/// <summary>USB by OHCI.</summary>
[MachineVersion("pseries", 2, 5)]
[Compat<PseriesMachine>(nameof(PseriesMachine.DefaultUsbController), "pci-ohci")]
public sealed partial class Pseries_2_5 : PseriesMachine;
