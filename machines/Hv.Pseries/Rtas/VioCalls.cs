using Hv.Pseries.Vio;
using Hv.Runtime.Declarations;
using Hv.Runtime.Rtas;

namespace Hv.Pseries.Rtas;

/// <summary>What firmware needs of devices on the virtual I/O bus, before there are drivers.</summary>
[RtasCalls]
internal sealed partial class VioCalls(PseriesMachine machine)
{
    /// <summary>Lets a device reach memory without translation, or not; a reset ends it.</summary>
    [RtasCall(0x2010, "ibm,set-tce-bypass", Counts = RtasCounts.AnyReturns)]
    private RtasStatus SetTceBypass(uint unitAddress, uint enable)
    {
        var device = machine.Devices.OfType<VioDevice>().FirstOrDefault(device => device.UnitAddress == unitAddress);
        if (device?.Dma is not { } dma)
            return RtasStatus.ParameterError;

        dma.IsBypassed = enable != 0;
        return RtasStatus.Success;
    }

    /// <summary>Stops the devices: what the guest mapped for them is not mapped any more.</summary>
    [RtasCall(0x2011, "quiesce", Counts = RtasCounts.AnyReturns)]
    private RtasStatus Quiesce()
    {
        foreach (var device in machine.Devices.OfType<VioDevice>())
            device.Quiesce();

        return RtasStatus.Success;
    }
}
