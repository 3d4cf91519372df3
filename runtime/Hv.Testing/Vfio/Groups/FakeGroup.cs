using System.Globalization;
using Hv.Testing.Vfio.Containers;
using Hv.Testing.Vfio.Devices;

namespace Hv.Testing.Vfio.Groups;

/// <summary>An IOMMU group: devices that can only be given away together.</summary>
internal sealed class FakeGroup(int number)
{
    public int Number => number;

    public string Path { get; } = string.Create(CultureInfo.InvariantCulture, $"/dev/vfio/{number}");

    public List<FakeDevice> Devices { get; } = [];

    /// <summary>Who has it open; once only.</summary>
    public GroupFile? File { get; set; }

    public ContainerFile? Container { get; set; }

    /// <summary>Whether vfio-pci has a device of it, so that it has a file.</summary>
    public bool HasFile => Devices.Exists(device => device.Driver == FakeDevice.VfioDriver);

    /// <summary>Whether no driver of the host uses a device of it.</summary>
    public bool IsViable => Devices.TrueForAll(device => device.Driver is null or FakeDevice.VfioDriver or "pci-stub" or "pcieport");
}
