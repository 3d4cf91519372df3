using System.Globalization;
using Hv.Vfio.Kernel;

namespace Hv.Vfio.Tests.Contract;

/// <summary>A device of a host with a real kernel that is bound to vfio-pci, and stays so.</summary>
/// <param name="Address">Its address: <c>0000:00:04.0</c>.</param>
/// <param name="Group">Its IOMMU group.</param>
public sealed record BoundDevice(string Address, int Group)
{
    private const string Devices = "/sys/bus/pci/devices";
    private const string Driver = "vfio-pci";

    /// <summary>Finds QEMU's <c>edu</c> device and binds it.</summary>
    public static BoundDevice BindEdu(IHostKernel kernel) => Bind(kernel.Files, "0x1234", "0x11e8");

    /// <summary>Finds QEMU's NVMe controller and binds it, which may have to be taken from the host's driver.</summary>
    public static BoundDevice BindNvme(IHostKernel kernel) => Bind(kernel.Files, "0x1b36", "0x0010");

    private static BoundDevice Bind(IHostFiles files, string vendor, string device)
    {
        var address = Find(files, vendor, device);
        if (files.ReadLink($"{Devices}/{address}/driver", out var driver).IsError || Path.GetFileName(driver) != Driver)
        {
            if (driver.Length > 0)
                Write(files, $"{Devices}/{address}/driver/unbind", address);

            Write(files, $"{Devices}/{address}/driver_override", Driver);
            Write(files, "/sys/bus/pci/drivers_probe", address);
            Assert.That(LastOf(files, address, "driver"), Is.EqualTo(Driver));
        }

        return new BoundDevice(address, int.Parse(LastOf(files, address, "iommu_group"), CultureInfo.InvariantCulture));
    }

    private static string Find(IHostFiles files, string vendor, string device)
    {
        files.List(Devices, out var names);
        foreach (var name in names)
        {
            if (Read(files, name, "vendor") == vendor && Read(files, name, "device") == device)
                return name;
        }

        Assert.Fail($"there is no device {vendor}:{device} among {string.Join(' ', names)}");
        return "";
    }

    private static string Read(IHostFiles files, string device, string file)
    {
        files.ReadText($"{Devices}/{device}/{file}", out var text);
        return text.Trim();
    }

    private static string LastOf(IHostFiles files, string device, string link)
    {
        var result = files.ReadLink($"{Devices}/{device}/{link}", out var target);
        Assert.That(result.IsError, Is.False, () => $"{link} of {device}: {result}; is the IOMMU on?");
        return Path.GetFileName(target);
    }

    private static void Write(IHostFiles files, string path, string text)
    {
        var result = files.WriteText(path, text);
        Assert.That(result.IsError, Is.False, () => $"{path}: {result}");
    }
}
