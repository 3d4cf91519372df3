using Hv.Runtime.Calls;
using Hv.Runtime.Declarations;
using Hv.Runtime.Rtas;

namespace Hv.Pseries.Rtas;

/// <summary>
/// Enhanced error handling of PCI (LoPAR 7.3.11). Only functions that are passed through have it: every call here answers
/// parameter error, and so tells the guest that the bridge has none.
/// </summary>
[RtasCalls]
internal static partial class ErrorHandlingCalls
{
    private const RtasStatus None = RtasStatus.ParameterError;

    /// <summary>Switches error handling of a partitionable endpoint on or off, or thaws it.</summary>
    [RtasCall(0x2020, "ibm,set-eeh-option")]
    private static RtasStatus SetOption(PseriesMachine machine, PciConfigAddress address, Buid phb, uint option) => None;

    /// <summary>Tells the address or the mode of a partitionable endpoint.</summary>
    [RtasCall(0x2021, "ibm,get-config-addr-info2")]
    private static RtasStatus GetAddressInformation(PseriesMachine machine, PciConfigAddress address, Buid phb, uint function, out uint value)
    {
        value = 0;
        return None;
    }

    /// <summary>Tells the state of a partitionable endpoint.</summary>
    [RtasCall(0x2022, "ibm,read-slot-reset-state2")]
    private static RtasStatus ReadState(
        PseriesMachine machine, PciConfigAddress address, Buid phb, out uint state, out uint capability, out uint unavailability)
    {
        (state, capability, unavailability) = (0, 0, 0);
        return None;
    }

    /// <summary>Tells the state of a partitionable endpoint, and how long a recovery takes.</summary>
    [RtasCall(0x2022, "ibm,read-slot-reset-state2")]
    private static RtasStatus ReadStateWide(
        PseriesMachine machine, PciConfigAddress address, Buid phb,
        out uint state, out uint capability, out uint unavailability, out uint recovery)
    {
        (state, capability, unavailability, recovery) = (0, 0, 0, 0);
        return None;
    }

    /// <summary>Asserts or deasserts the reset of a partitionable endpoint.</summary>
    [RtasCall(0x2023, "ibm,set-slot-reset")]
    private static RtasStatus SetReset(PseriesMachine machine, PciConfigAddress address, Buid phb, uint function) => None;

    /// <summary>Configures a partitionable endpoint after a reset.</summary>
    [RtasCall(0x2024, "ibm,configure-pe")]
    private static RtasStatus Configure(PseriesMachine machine, PciConfigAddress address, Buid phb) => None;

    /// <summary>Stores what is known about an error of a partitionable endpoint.</summary>
    [RtasCall(0x2025, "ibm,slot-error-detail")]
    private static RtasStatus GetErrorDetail(
        PseriesMachine machine, PciConfigAddress address, Buid phb, uint driverBuffer, uint driverLength, uint buffer, uint length,
        uint function) => None;
}
