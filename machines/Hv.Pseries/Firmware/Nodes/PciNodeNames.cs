namespace Hv.Pseries.Firmware.Nodes;

/// <summary>The names of PCI functions in the device tree, by class code (IEEE 1275 PCI binding, 2.5, generic names).</summary>
internal static class PciNodeNames
{
    private const string Unknown = "unknown-legacy-device";

    private static readonly string[] Classes =
    [
        "legacy-device", "mass-storage", "network", "display", "multimedia-device", "memory-controller", "unknown-bridge",
        "communication-controller", "system-peripheral", "input-controller", "docking-station", "cpu", "serial-bus", "wireless-controller",
        "intelligent-io", "satellite-device", "encryption", "data-processing-controller",
    ];

    private static readonly Dictionary<uint, string> Subclasses = new()
    {
        [0x0001] = "display",
        [0x0100] = "scsi",
        [0x0101] = "ide",
        [0x0102] = "fdc",
        [0x0103] = "ipi",
        [0x0104] = "raid",
        [0x0105] = "ata",
        [0x0106] = "sata",
        [0x0107] = "sas",
        [0x0200] = "ethernet",
        [0x0201] = "token-ring",
        [0x0300] = "vga",
        [0x0301] = "xga",
        [0x0302] = "3d-controller",
        [0x0400] = "video",
        [0x0401] = "sound",
        [0x0402] = "telephony",
        [0x0500] = "memory",
        [0x0501] = "flash",
        [0x0600] = "host",
        [0x0601] = "isa",
        [0x0604] = "pci",
        [0x0605] = "pcmcia",
        [0x0607] = "cardbus",
        [0x0700] = "serial",
        [0x0701] = "parallel",
        [0x0702] = "multiport-serial",
        [0x0703] = "modem",
        [0x0800] = "interrupt-controller",
        [0x0801] = "dma-controller",
        [0x0802] = "timer",
        [0x0803] = "rtc",
        [0x0900] = "keyboard",
        [0x0902] = "mouse",
        [0x0B20] = "powerpc",
        [0x0B40] = "co-processor",
        [0x0C00] = "firewire",
        [0x0C03] = "usb",
        [0x0C04] = "fibre-channel",
        [0x0C05] = "smb",
        [0x0C06] = "infiniband",
    };

    private static readonly Dictionary<uint, string> Interfaces = new()
    {
        [0x0C0300] = "usb-uhci",
        [0x0C0310] = "usb-ohci",
        [0x0C0320] = "usb-ehci",
        [0x0C0330] = "usb-xhci",
        [0x0C0380] = "usb-unknown",
        [0x0C03FE] = "usb-device",
    };

    /// <summary>The name for a class code: class, subclass, programming interface, a byte each.</summary>
    public static string Find(uint classCode) =>
        Interfaces.TryGetValue(classCode, out var name) || Subclasses.TryGetValue(classCode >> 8, out name) ? name
        : classCode >> 16 < Classes.Length ? Classes[classCode >> 16]
        : Unknown;
}
