using Hv.Testing.Vfio;
using Hv.Testing.Vfio.Devices;
using Hv.Vfio.Host;

namespace Hv.Vfio.Tests.Host;

/// <summary>Hosts for the tests of what is told of them.</summary>
internal static class HostSample
{
    /// <summary>The device that most tests are about: alone in its group unless a test adds others.</summary>
    public static readonly HostPciAddress Address = new(0, 1, 0, 0);

    /// <summary>A second function beside it.</summary>
    public static readonly HostPciAddress Second = new(0, 1, 0, 1);

    /// <summary>An NVMe controller at <see cref="Address"/>, group 4.</summary>
    public static FakeDevice Nvme(string? driver = FakeDevice.VfioDriver, bool canReset = true, bool canResetBus = false) =>
        new("0000:01:00.0", 4, 0x1B36, 0x0010, 0x010802) { Driver = driver, HostDriver = "nvme", CanReset = canReset, CanResetBus = canResetBus };

    /// <summary>A sound card at <see cref="Second"/>.</summary>
    public static FakeDevice Sound(string? driver, int group = 4) =>
        new("0000:01:00.1", group, 0x10DE, 0x0FBC, 0x040300) { Driver = driver, HostDriver = "snd_hda_intel" };

    /// <summary>A bridge.</summary>
    public static FakeDevice Bridge(string? driver, uint classCode = 0x060400) => new("0000:00:1f.0", 4, 0x8086, 0x1918, classCode) { Driver = driver };

    /// <summary>A host whose disk, with one partition, belongs to a function, as sysfs shows it.</summary>
    public static void AddDisk(FakeKernel kernel, HostPciAddress address)
    {
        var disk = $"../../devices/pci0000:00/0000:00:01.0/{address}/nvme/nvme0/nvme0n1";
        kernel.AddLink("/sys/class/block/nvme0n1", disk);
        kernel.AddFile($"/sys/devices/pci0000:00/0000:00:01.0/{address}/nvme/nvme0/nvme0n1/dev", "259:0\n");
        kernel.AddLink("/sys/class/block/nvme0n1p1", $"{disk}/nvme0n1p1");
        kernel.AddFile($"/sys/devices/pci0000:00/0000:00:01.0/{address}/nvme/nvme0/nvme0n1/nvme0n1p1/dev", "259:1\n");
    }
}
