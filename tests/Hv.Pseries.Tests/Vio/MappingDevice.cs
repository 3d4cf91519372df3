using Hv.Pseries.Vio;
using Hv.Runtime.Declarations;

namespace Hv.Pseries.Tests.Vio;

/// <summary>A device with a DMA window of 256 MiB, as the field's network and SCSI adapters have one.</summary>
[Device("test-vio-mapping", Summary = "VIO device with a DMA window")]
[VmState("test-vio-mapping", BaseName = "sdev")]
internal sealed partial class MappingDevice : VioDevice
{
    [HostOnly("counts for tests")]
    public int Quiesced { get; private set; }

    protected override string NodeName => "mapping";

    protected override uint DmaWindowSize => 0x1000_0000;

    protected override void OnQuiesce() => Quiesced++;
}
