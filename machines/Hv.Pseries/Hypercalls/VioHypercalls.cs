using Hv.Pseries.Vio;
using Hv.Runtime.Declarations;
using Hv.Runtime.Hypercalls;

namespace Hv.Pseries.Hypercalls;

/// <summary>
/// Devices on the virtual I/O bus (LoPAR 17.2): their interrupts, their command/response queues, and logical LANs. There are terminals and
/// non-volatile memory: none has a queue, and none is a LAN.
/// </summary>
[Hypercalls]
internal sealed partial class VioHypercalls(PseriesMachine machine)
{
    private const ulong SmallestQueue = 0x1000;
    private const ulong LargestQueue = 0x1000_0000;
    private const ulong QueueAlignment = 0x1000;

    /// <summary>Registers a device's command/response queue.</summary>
    [Hypercall(0xFC, "H_REG_CRQ")]
    private HypercallStatus RegisterQueue(ulong unitAddress, ulong queue, ulong length)
    {
        if (Find(unitAddress) is null || length is < SmallestQueue or > LargestQueue || queue % QueueAlignment != 0)
            return HypercallStatus.Parameter;

        return HypercallStatus.NotFound;
    }

    /// <summary>Gives up a device's command/response queue.</summary>
    [Hypercall(0x100, "H_FREE_CRQ")]
    private HypercallStatus FreeQueue(ulong unitAddress) => IfKnown(unitAddress, HypercallStatus.Success);

    /// <summary>Sends a message by a device's command/response queue.</summary>
    [Hypercall(0x108, "H_SEND_CRQ")]
    private HypercallStatus Send(ulong unitAddress, ulong messageHigh, ulong messageLow) => IfKnown(unitAddress, HypercallStatus.Hardware);

    /// <summary>Goes on with a device's command/response queue after the partition has moved.</summary>
    [Hypercall(0x2B0, "H_ENABLE_CRQ")]
    private HypercallStatus EnableQueue(ulong unitAddress) => IfKnown(unitAddress, HypercallStatus.Success);

    /// <summary>Switches a device's interrupts on and off.</summary>
    [Hypercall(0x104, "H_VIO_SIGNAL")]
    private HypercallStatus Signal(ulong unitAddress, ulong mode) =>
        Find(unitAddress)?.TrySetSignals(mode) == true ? HypercallStatus.Success : HypercallStatus.Parameter;

    /// <summary>Opens a logical LAN.</summary>
    [Hypercall(0x114, "H_REGISTER_LOGICAL_LAN")]
    private static HypercallStatus OpenLan(
        PseriesMachine machine, ulong unitAddress, ulong bufferList, ulong receiveQueue, ulong filterList, ulong macAddress) =>
        HypercallStatus.Parameter;

    /// <summary>Closes a logical LAN.</summary>
    [Hypercall(0x118, "H_FREE_LOGICAL_LAN")]
    private static HypercallStatus CloseLan(PseriesMachine machine, ulong unitAddress) => HypercallStatus.Parameter;

    /// <summary>Gives a logical LAN a buffer to receive into.</summary>
    [Hypercall(0x11C, "H_ADD_LOGICAL_LAN_BUFFER")]
    private static HypercallStatus AddLanBuffer(PseriesMachine machine, ulong unitAddress, ulong descriptor) => HypercallStatus.Parameter;

    /// <summary>Sends a packet by a logical LAN.</summary>
    [Hypercall(0x120, "H_SEND_LOGICAL_LAN")]
    private static HypercallStatus SendByLan(
        PseriesMachine machine, ulong unitAddress, ulong descriptor0, ulong descriptor1, ulong descriptor2, ulong descriptor3, ulong descriptor4,
        ulong descriptor5, ulong token) =>
        HypercallStatus.Parameter;

    /// <summary>Sets which packets for many a logical LAN receives.</summary>
    [Hypercall(0x130, "H_MULTICAST_CTRL")]
    private HypercallStatus ControlMulticast(ulong unitAddress) => IfKnown(unitAddress, HypercallStatus.Success);

    /// <summary>Changes the address of a logical LAN.</summary>
    [Hypercall(0x14C, "H_CHANGE_LOGICAL_LAN_MAC")]
    private static HypercallStatus ChangeLanAddress(PseriesMachine machine, ulong unitAddress, ulong macAddress) => HypercallStatus.Parameter;

    private HypercallStatus IfKnown(ulong unitAddress, HypercallStatus status) => Find(unitAddress) is null ? HypercallStatus.Parameter : status;

    private VioDevice? Find(ulong unitAddress) => machine.Devices.OfType<VioDevice>().FirstOrDefault(device => device.UnitAddress == unitAddress);
}
