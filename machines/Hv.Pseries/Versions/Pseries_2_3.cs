using Hv.Pseries.Pci;
using Hv.Runtime.Declarations;

namespace Hv.Pseries.Versions;

/// <summary>Without dynamic DMA windows and hot-plug of PCI devices; migration streams do not check themselves yet.</summary>
/// <remarks>
/// QEMU turned dynamic DMA windows off up to 2.6; this follows the series that brought them, which drew the line here. Users who
/// need the other line say <c>-global spapr-pci-host-bridge.ddw=off</c>.
/// </remarks>
[MachineVersion("pseries", 2, 3)]
[Compat<PciHostBridge>(nameof(PciHostBridge.DynamicReconfiguration), false)]
[Compat<PciHostBridge>(nameof(PciHostBridge.DynamicDmaWindows), false)]
[Compat<PseriesMachine>(nameof(PseriesMachine.SendsConfiguration), false)]
[Compat<PseriesMachine>(nameof(PseriesMachine.SendsSectionFooter), false)]
[Compat<PseriesMachine>(nameof(PseriesMachine.StoresGlobalState), false)]
public sealed partial class Pseries_2_3 : PseriesMachine;
