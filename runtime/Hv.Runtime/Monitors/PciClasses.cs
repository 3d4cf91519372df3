namespace Hv.Runtime.Monitors;

/// <summary>The names of PCI class codes (PCI Code and ID Assignment Specification) that monitors show.</summary>
internal static class PciClasses
{
    /// <summary>The name of a class, or <see langword="null"/> for one that is shown as a number.</summary>
    public static string? Name(int classCode) => classCode switch
    {
        0x0100 => "SCSI controller",
        0x0101 => "IDE controller",
        0x0106 => "SATA controller",
        0x0200 => "Ethernet controller",
        0x0300 => "VGA controller",
        0x0600 => "Host bridge",
        0x0601 => "ISA bridge",
        0x0604 => "PCI bridge",
        0x0C03 => "USB controller",
        _ => null,
    };
}
