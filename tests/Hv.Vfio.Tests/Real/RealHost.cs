using System.Globalization;
using Hv.Runtime.Memory;
using Hv.Vfio.Kernel;
using Hv.Vfio.Tests.Contract;

namespace Hv.Vfio.Tests.Real;

/// <summary>The host that the test runs on: it has an <c>edu</c> device, which is bound to vfio-pci here.</summary>
internal sealed class RealHost : IContractHost
{
    private const string Devices = "/sys/bus/pci/devices";

    public RealHost(HostProfile profile)
    {
        Profile = profile;
        DeviceAddress = Find();
        Bind();
        Group = int.Parse(LastOf("iommu_group"), CultureInfo.InvariantCulture);
    }

    public IHostKernel Kernel { get; } = new LinuxKernel();

    public HostProfile Profile { get; }

    public string DeviceAddress { get; }

    public int Group { get; }

    public bool HasBigEndianRegisters => false;

    public IDeviceMemory MemoryOf(RamBlock block) => new ProcessMemory(block);

    public void Dispose()
    {
        // The device stays bound: the next fixture uses it.
    }

    private string Find()
    {
        Kernel.Files.List(Devices, out var names);
        foreach (var name in names)
        {
            if (Read(name, "vendor") == "0x1234" && Read(name, "device") == "0x11e8")
                return name;
        }

        Assert.Fail($"there is no edu device among {string.Join(' ', names)}");
        return "";
    }

    private string Read(string device, string file)
    {
        Kernel.Files.ReadText($"{Devices}/{device}/{file}", out var text);
        return text.Trim();
    }

    private string LastOf(string link)
    {
        var result = Kernel.Files.ReadLink($"{Devices}/{DeviceAddress}/{link}", out var target);
        Assert.That(result.IsError, Is.False, () => $"{link} of {DeviceAddress}: {result}; is the IOMMU on?");
        return Path.GetFileName(target);
    }

    private void Bind()
    {
        if (!Kernel.Files.ReadLink($"{Devices}/{DeviceAddress}/driver", out var driver).IsError)
        {
            if (Path.GetFileName(driver) == "vfio-pci")
                return;

            Write($"{Devices}/{DeviceAddress}/driver/unbind", DeviceAddress);
        }

        Write($"{Devices}/{DeviceAddress}/driver_override", "vfio-pci");
        Write("/sys/bus/pci/drivers_probe", DeviceAddress);
        Assert.That(LastOf("driver"), Is.EqualTo("vfio-pci"));
    }

    private void Write(string path, string text)
    {
        var result = Kernel.Files.WriteText(path, text);
        Assert.That(result.IsError, Is.False, () => $"{path}: {result}");
    }
}
