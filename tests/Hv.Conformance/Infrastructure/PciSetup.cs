namespace Hv.Conformance.Infrastructure;

/// <summary>A machine with PCI functions: on both host bridges, and behind a bridge.</summary>
internal static class PciSetup
{
    /// <summary>The index of the second host bridge.</summary>
    public const uint SecondBridge = 3;

    // MSI, and the slot numbering capability, lie at 0x40. The chassis number, its last byte, survives a reset in QEMU.
    private const int EduEnd = 0x4E;
    private const int BridgeEnd = 0x43;

    /// <summary>The edu device on the first host bridge.</summary>
    public static readonly PciTarget Edu = new(0, 0, 3, EduEnd);

    /// <summary>The function with MSI and MSI-X on the first host bridge.</summary>
    public static readonly PciTarget Messages = new(0, 0, 4);

    /// <summary>The bridge.</summary>
    public static readonly PciTarget Bridge = new(0, 0, 5, BridgeEnd);

    /// <summary>The edu device behind the bridge.</summary>
    public static readonly PciTarget EduBehindBridge = new(0, 1, 1, EduEnd);

    /// <summary>The edu device on the second host bridge.</summary>
    public static readonly PciTarget EduOnSecondBridge = new(SecondBridge, 0, 2, EduEnd);

    /// <summary>All functions that have the same registers on both sides.</summary>
    public static readonly IReadOnlyList<PciTarget> Targets = [Edu, Bridge, EduBehindBridge, EduOnSecondBridge];

    /// <summary>The setup for a machine version.</summary>
    public static MachineSetup For(string version) => new(version)
    {
        SecondBridge = SecondBridge,
        Resets = true,
        Devices =
        [
            new DeviceSetup("edu", "bus=pci.0,addr=3"),
            new DeviceSetup("nec-usb-xhci", "bus=pci.0,addr=4"),
            new DeviceSetup("pci-bridge", "chassis_nr=1,shpc=off,msi=off,bus=pci.0,addr=5,id=br"),
            new DeviceSetup("edu", "bus=br,addr=1"),
            new DeviceSetup("edu", "bus=pci.1,addr=2"),
        ],
    };
}
