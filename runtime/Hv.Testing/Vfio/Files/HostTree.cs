using System.Globalization;
using System.Text;
using Hv.Testing.Vfio.Devices;
using Hv.Vfio.Kernel;

namespace Hv.Testing.Vfio.Files;

/// <summary>Writes the files of a modelled host into a tree.</summary>
internal sealed class HostTree(FakeKernel kernel, SortedDictionary<string, FakeNode> tree)
{
    private const string Bus = "/sys/bus/pci";
    private const int CapabilityOfLocking = 14;
    private const int ResourceLines = 13;

    public void Write()
    {
        WriteProcess();
        WriteDirectory("/dev/vfio");
        WriteDirectory("/sys/class/iommu");
        WriteDirectory("/sys/kernel/iommu_groups");
        WriteDirectory(Bus + "/devices");
        tree["/dev/vfio/vfio"] = new FakeNode();
        tree[Bus + "/drivers_probe"] = new FakeNode(Write: address => Find(address) is { } device ? Probe(device) : Errno.InvalidArgument);
        WriteDirectory("/sys/module/vfio");
        WriteDirectory("/sys/module/vfio_pci");
        WriteDrivers();
        if (kernel.Options.Iommu is FakeType1)
            WriteType1();

        foreach (var device in kernel.Devices)
        {
            if (!device.IsGone)
                Write(device);
        }

        foreach (var group in kernel.Groups.Values)
        {
            if (group.HasFile)
                tree[group.Path] = new FakeNode();
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>An empty directory, which has no path of a file to be seen by.</summary>
    private void WriteDirectory(string path) => tree[path + "/"] = new FakeNode();

    private void WriteProcess()
    {
        var limit = kernel.Options.LockedMemoryLimit == ulong.MaxValue ? "unlimited" : Text($"{kernel.Options.LockedMemoryLimit}");
        var capabilities = kernel.Options.CanLockMemory ? 1UL << CapabilityOfLocking : 0;
        tree["/proc/self/status"] = new FakeNode(
            () => Text($"Name:\tHv\nVmPeak:\t  123456 kB\nVmLck:\t{kernel.LockedBytes / 1024,8} kB\nCapEff:\t{capabilities:x16}\n"));
        tree["/proc/self/limits"] = new FakeNode(() => Text(
            $"{"Limit",-26}{"Soft Limit",-21}{"Hard Limit",-21}{"Units",-10}\n{"Max open files",-26}{kernel.Options.DescriptorLimit,-21}{kernel.Options.DescriptorLimit,-21}{"files",-10}\n{"Max locked memory",-26}{limit,-21}{limit,-21}{"bytes",-10}\n"));
    }

    private void WriteType1()
    {
        WriteDirectory("/sys/class/iommu/dmar0");
        tree["/sys/module/vfio_iommu_type1/parameters/allow_unsafe_interrupts"] = new FakeNode(
            () => kernel.AllowsUnsafeInterrupts ? "Y\n" : "N\n",
            text =>
            {
                if (text is not ("Y" or "y" or "1" or "N" or "n" or "0"))
                    return Errno.InvalidArgument;

                kernel.AllowsUnsafeInterrupts = text is "Y" or "y" or "1";
                return Errno.None;
            });
    }

    private void WriteDrivers()
    {
        var names = kernel.Devices.SelectMany(device => (string?[])[device.Driver, device.HostDriver]).OfType<string>();
        foreach (var driver in names.Append(FakeDevice.VfioDriver).Distinct().ToList())
        {
            var path = $"{Bus}/drivers/{driver}";
            tree[path + "/unbind"] = new FakeNode(Write: address => Unbind(driver, address));
            tree[path + "/bind"] = new FakeNode(Write: address => Bind(driver, address));
        }
    }

    private void Write(FakeDevice device)
    {
        var root = $"/sys/devices/pci{device.Bus}/{device.Address}";
        tree[$"{Bus}/devices/{device.Address}"] = new FakeNode(Target: $"../../../devices/pci{device.Bus}/{device.Address}");
        WriteText(root + "/vendor", Text($"0x{device.Vendor:x4}\n"));
        WriteText(root + "/device", Text($"0x{device.Device:x4}\n"));
        WriteText(root + "/class", Text($"0x{device.ClassCode:x6}\n"));
        WriteText(root + "/revision", Text($"0x{device.Configuration.Revision:x2}\n"));
        WriteText(root + "/subsystem_vendor", Text($"0x{device.Configuration[0x2C] | (device.Configuration[0x2D] << 8):x4}\n"));
        WriteText(root + "/subsystem_device", Text($"0x{device.Configuration[0x2E] | (device.Configuration[0x2F] << 8):x4}\n"));
        WriteText(root + "/resource", Resources(device));
        WriteText(root + "/numa_node", "-1\n");
        WriteText(root + "/config", ConfigurationOf(device));
        tree[root + "/driver_override"] = new FakeNode(
            () => (device.DriverOverride ?? "(null)") + "\n",
            text =>
            {
                device.DriverOverride = text.Length == 0 ? null : text;
                return Errno.None;
            });
        if (device.Driver is { } driver)
        {
            tree[root + "/driver"] = new FakeNode(Target: $"../../../bus/pci/drivers/{driver}");
            tree[$"{Bus}/drivers/{driver}/{device.Address}"] = new FakeNode(Target: $"../../../../devices/pci{device.Bus}/{device.Address}");
        }

        if (kernel.Options.Iommu is null)
            return;

        tree[root + "/iommu_group"] = new FakeNode(Target: Text($"../../../kernel/iommu_groups/{device.GroupNumber}"));
        tree[Text($"/sys/kernel/iommu_groups/{device.GroupNumber}/devices/{device.Address}")] =
            new FakeNode(Target: $"../../../../devices/pci{device.Bus}/{device.Address}");
        WriteText(Text($"/sys/kernel/iommu_groups/{device.GroupNumber}/type"), "DMA\n");
    }

    private void WriteText(string path, string text) => tree[path] = new FakeNode(() => text);

    private static string ConfigurationOf(FakeDevice device)
    {
        var content = new byte[device.Configuration.Size];
        device.Configuration.Read(0, content);
        return Encoding.Latin1.GetString(content);
    }

    private static string Resources(FakeDevice device)
    {
        const ulong MemoryFlags = 0x40200;
        var text = new StringBuilder();
        var start = 0xC000_0000UL;
        for (var index = 0; index < ResourceLines; index++)
        {
            if (index < FakeDevice.ConfigurationRegion && device.RegionAt(index) is { } region)
            {
                text.Append(Text($"0x{start:x16} 0x{start + region.Size - 1:x16} 0x{MemoryFlags:x16}\n"));
                start += Math.Max(region.Size, 1 << 20);
            }
            else
                text.Append(Text($"0x{0:x16} 0x{0:x16} 0x{0:x16}\n"));
        }

        return text.ToString();
    }

    private FakeDevice? Find(string address)
    {
        foreach (var device in kernel.Devices)
        {
            if (device.Address == address && !device.IsGone)
                return device;
        }

        return null;
    }

    private Errno Unbind(string driver, string address)
    {
        if (Find(address) is not { } device || device.Driver != driver)
            return Errno.NoDevice;

        // A real kernel asks for it and waits until it is closed.
        if (device.IsOpen)
        {
            device.RequestReturn();
            return Errno.Busy;
        }

        device.Driver = null;
        return Errno.None;
    }

    private Errno Bind(string driver, string address)
    {
        if (Find(address) is not { } device)
            return Errno.NoDevice;

        if (device.Driver is not null)
            return Errno.Busy;

        return DriverFor(device) == driver ? Probe(device) : Errno.NoDevice;
    }

    private static string? DriverFor(FakeDevice device) => device.DriverOverride ?? device.HostDriver;

    private Errno Probe(FakeDevice device)
    {
        if (device.Driver is not null)
            return Errno.None;

        var driver = DriverFor(device);
        var isKnown = driver is FakeDevice.VfioDriver || driver == device.HostDriver;

        // Without groups vfio-pci refuses, and while VFIO has the group so do the drivers of the host; the probe succeeds all the same.
        var isRefused = driver is FakeDevice.VfioDriver ? kernel.Options.Iommu is null : device.Group.Container is not null;
        if (isKnown && !isRefused)
            device.Driver = driver;

        return Errno.None;
    }
}
