using System.Globalization;
using Hv.Vfio.Kernel;

namespace Hv.Vfio.Host;

/// <summary>A PCI function of the host, as sysfs shows it at one moment.</summary>
/// <param name="Address">Where it is.</param>
/// <param name="Vendor">Its vendor id.</param>
/// <param name="Device">Its device id.</param>
/// <param name="ClassCode">Base class, subclass and programming interface: 0x010802 is an NVMe controller.</param>
/// <param name="Driver">The driver that has it, or <see langword="null"/>.</param>
/// <param name="Group">Its IOMMU group, or <see langword="null"/> where it has none.</param>
public sealed record HostPciDevice(HostPciAddress Address, ushort Vendor, ushort Device, uint ClassCode, string? Driver, int? Group)
{
    internal const string Devices = "/sys/bus/pci/devices";
    internal const string Drivers = "/sys/bus/pci/drivers";

    /// <summary>The driver that gives devices to processes.</summary>
    public const string VfioDriver = "vfio-pci";

    private const uint BridgeClass = 0x06;
    private const int BaseClassShift = 16;

    /// <summary>Whether it is a bridge, which is never passed through.</summary>
    public bool IsBridge => ClassCode >> BaseClassShift == BridgeClass;

    /// <summary>Whether vfio-pci has it.</summary>
    public bool IsBoundToVfio => Driver == VfioDriver;

    /// <summary>
    /// Whether it keeps the group that it is in from being used: a driver of the host has it. Bridges, devices without a driver, and
    /// the stubs pci-stub and vfio-* do not.
    /// </summary>
    public bool BlocksGroup =>
        Driver is not null && !Driver.StartsWith("vfio", StringComparison.Ordinal) && Driver is not ("pci-stub" or "pcieport");

    /// <summary>The directory of a function.</summary>
    public static string PathOf(HostPciAddress address) => $"{Devices}/{address}";

    /// <summary>Looks at a function.</summary>
    /// <returns><see langword="null"/> when there is none.</returns>
    public static HostPciDevice? Find(IHostFiles files, HostPciAddress address)
    {
        var path = PathOf(address);
        if (ReadNumber(files, $"{path}/vendor") is not { } vendor)
            return null;

        return new HostPciDevice(
            address, (ushort)vendor, (ushort)(ReadNumber(files, $"{path}/device") ?? 0), ReadNumber(files, $"{path}/class") ?? 0,
            LastPart(files, $"{path}/driver"), ReadGroup(files, path));
    }

    /// <summary>All functions, by address.</summary>
    public static IReadOnlyList<HostPciDevice> All(IHostFiles files) => Among(files, Devices);

    /// <summary>The functions of a group, by address.</summary>
    public static IReadOnlyList<HostPciDevice> OfGroup(IHostFiles files, int group) =>
        Among(files, string.Create(CultureInfo.InvariantCulture, $"/sys/kernel/iommu_groups/{group}/devices"));

    /// <summary>The address, vendor and device ids, and driver: <c>0000:01:00.0 [1b36:0010] driver nvme</c>.</summary>
    public override string ToString() =>
        $"{Address} [{Vendor:x4}:{Device:x4}] {(Driver is null ? "without a driver" : $"driver {Driver}")}";

    private static IReadOnlyList<HostPciDevice> Among(IHostFiles files, string path)
    {
        _ = files.List(path, out var names);
        return
        [
            .. names.Select(name => HostPciAddress.TryParse(name, out var address) ? Find(files, address) : null)
                .OfType<HostPciDevice>().OrderBy(device => device.Address),
        ];
    }

    private static int? ReadGroup(IHostFiles files, string path) =>
        int.TryParse(LastPart(files, $"{path}/iommu_group"), NumberStyles.None, CultureInfo.InvariantCulture, out var group) ? group : null;

    private static string? LastPart(IHostFiles files, string link)
    {
        if (files.ReadLink(link, out var target).IsError)
            return null;

        return target[(target.LastIndexOf('/') + 1)..];
    }

    /// <summary>Reads a file that holds a hexadecimal number.</summary>
    internal static uint? ReadNumber(IHostFiles files, string path)
    {
        if (files.ReadText(path, out var text).IsError)
            return null;

        text = text.Trim();
        var digits = text.StartsWith("0x", StringComparison.Ordinal) ? text[2..] : text;
        return uint.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
