using System.Globalization;
using System.Numerics;
using Hv.Vfio.Containers;
using Hv.Vfio.Devices;
using Hv.Vfio.Kernel;

namespace Hv.Vfio.Host;

/// <summary>What the kernel answers when a device is taken as a guest would take it. All of it is given back.</summary>
internal sealed class KernelFindings(IHostKernel kernel, HostPciDevice device)
{
    private const string UnsafeInterrupts = "/sys/module/vfio_iommu_type1/parameters/allow_unsafe_interrupts";

    private readonly List<PassthroughFinding> _findings = [];

    /// <summary>What was found.</summary>
    public IReadOnlyList<PassthroughFinding> Findings => _findings;

    /// <summary>What the IOMMU's tables count as locked memory for a guest of so much RAM.</summary>
    public Func<ulong, ulong> TableBytes { get; private set; } = _ => 0;

    /// <summary>Opens what is there.</summary>
    /// <param name="isFree">Whether the device itself can be taken: vfio-pci has it, and nothing in its group blocks.</param>
    public void Look(bool isFree)
    {
        // Without the driver there is nothing to open, and that was said.
        if (!device.IsBoundToVfio && !HostFindings.IsModuleLoaded(kernel.Files))
            return;

        try
        {
            using var container = VfioContainer.Open(kernel);
            if (isFree)
                LookAtGroup(container, device.Group!.Value);
            else if (!device.IsBoundToVfio || LookAtGroupFile())
                Add(PassthroughFinding.Ok(PassthroughTopic.Access, "/dev/vfio/vfio can be opened."));
        }
        catch (VfioException exception)
        {
            Add(PassthroughFinding.Problem(PassthroughTopic.Access, Sentence(exception.Message)));
        }
    }

    /// <summary>A group that blocks can be opened all the same: permission shows.</summary>
    private bool LookAtGroupFile()
    {
        if (device.Group is not { } group)
            return true;

        var path = string.Create(CultureInfo.InvariantCulture, $"/dev/vfio/{group}");
        var opened = kernel.Open(path);
        if (!opened.IsError)
        {
            _ = kernel.Close(opened.Number);
            return true;
        }

        Add(PassthroughFinding.Problem(
            PassthroughTopic.Access, $"{path} cannot be opened: {opened}.",
            opened.Error is Errno.AccessDenied or Errno.NotPermitted ? $"run as root, or give the user the file (chown USER {path})" : null));
        return false;
    }

    private void LookAtGroup(VfioContainer container, int number)
    {
        // The container owns a group that it has taken; disposing it again does nothing.
        using var group = VfioGroup.Open(kernel, number);
        Add(PassthroughFinding.Ok(
            PassthroughTopic.Access, string.Create(CultureInfo.InvariantCulture, $"/dev/vfio/vfio and /dev/vfio/{number} can be opened, and nobody else has them.")));
        try
        {
            container.TryAdd(group);
        }
        catch (VfioException exception)
        {
            Add(PassthroughFinding.Problem(PassthroughTopic.Iommu, Sentence(exception.Message)));
            return;
        }

        try
        {
            if (container.Iommu is IommuType.SpaprTce or IommuType.SpaprTceV2)
                DescribeSpapr(container);
            else
                DescribeType1(container);
        }
        catch (VfioException exception)
        {
            Add(PassthroughFinding.Problem(PassthroughTopic.Iommu, Sentence(exception.Message)));
        }

        LookAtDevice(group);
    }

    private void DescribeType1(VfioContainer container)
    {
        var iommu = new Type1Iommu(container);
        var last = iommu.Ranges.Select(range => range.Last).DefaultIfEmpty().Max();
        Add(PassthroughFinding.Ok(
            PassthroughTopic.Iommu, $"The IOMMU is {(container.Iommu == IommuType.Type1V2 ? "type1 v2" : "type1")}: pages of {Sizes(iommu.PageSizes)},"
            + $" bus addresses up to 0x{last:x}, {iommu.Entries} mappings."));

        _ = kernel.Files.ReadText(UnsafeInterrupts, out var allowed);
        Add(allowed.Trim() is "Y" or "1"
            ? PassthroughFinding.Hint(
                PassthroughTopic.Interrupts, $"{UnsafeInterrupts} is on: where the host does not remap interrupts, a guest can send any interrupt to it.",
                "pass devices to guests alone that are trusted")
            : PassthroughFinding.Ok(PassthroughTopic.Interrupts, "The host keeps the device's interrupts apart from others."));
    }

    private void DescribeSpapr(VfioContainer container)
    {
        var iommu = new SpaprIommu(container);
        var window = iommu.DefaultWindow is { } present ? $"default window of {present.Size >> 20} MiB at 0x{present.Start:x}" : "no default window";
        if (!iommu.HasDynamicWindows)
        {
            Add(PassthroughFinding.Hint(
                PassthroughTopic.Iommu, $"The IOMMU is sPAPR TCE v1: {window}, and no other can be created.",
                "windows that a guest creates outside of it are refused; a newer kernel has v2"));
            return;
        }

        Add(PassthroughFinding.Ok(
            PassthroughTopic.Iommu, $"The IOMMU is sPAPR TCE v2: {window}, {iommu.WindowCount} windows in all, pages of {Sizes(iommu.PageSizes)},"
            + $" tables of up to {iommu.Levels} {(iommu.Levels == 1 ? "level" : "levels")}."));

        // One window over all RAM, in the largest pages that memory of ordinary pages can have, beside the default one.
        var pages = iommu.PageSizes & (((ulong)kernel.PageSize << 1) - 1);
        var shift = pages == 0 ? BitOperations.TrailingZeroCount(iommu.PageSizes) : BitOperations.Log2(pages);
        var smallest = iommu.DefaultWindow is { } first ? SpaprTableSize.LockedBytes(first.Size, first.PageShift) : 0;
        TableBytes = memory => smallest + SpaprTableSize.LockedBytes(BitOperations.RoundUpToPowerOf2(memory), shift);
    }

    private void LookAtDevice(VfioGroup group)
    {
        try
        {
            using var opened = VfioDevice.Open(kernel, group, device.Address);
            Add(DescribeReset(opened));
        }
        catch (VfioException exception)
        {
            Add(PassthroughFinding.Problem(PassthroughTopic.Access, Sentence(exception.Message)));
        }
    }

    private PassthroughFinding DescribeReset(VfioDevice opened)
    {
        if (opened.HasFunctionReset)
            return PassthroughFinding.Ok(PassthroughTopic.Reset, "It can be reset alone.");

        if (opened.GetHotResetDevices(out var touched).IsError)
        {
            return PassthroughFinding.Hint(
                PassthroughTopic.Reset, "It cannot be reset: what one guest leaves in it, the next one finds.",
                "reboot the host between guests that must not know of each other");
        }

        var others = touched.Where(other => other.Address != device.Address).ToList();
        return others.Count == 0
            ? PassthroughFinding.Ok(PassthroughTopic.Reset, "It can be reset with its bus, where nothing else is.")
            : PassthroughFinding.Hint(
                PassthroughTopic.Reset,
                $"It can be reset with its bus alone, and {string.Join(", ", others.Select(other => string.Create(
                    CultureInfo.InvariantCulture, $"{other.Address} (IOMMU group {other.Group})")))} with it.",
                "it is reset as long as one process has all of these groups and no guest has the others");
    }

    private void Add(PassthroughFinding finding) => _findings.Add(finding);

    private static string Sizes(ulong mask)
    {
        var sizes = new List<string>();
        for (; mask != 0; mask &= mask - 1)
            sizes.Add(Size(1UL << BitOperations.TrailingZeroCount(mask)));

        return string.Join(", ", sizes);
    }

    private static string Size(ulong bytes) => bytes switch
    {
        >= 1UL << 30 => $"{bytes >> 30} GiB",
        >= 1UL << 20 => $"{bytes >> 20} MiB",
        _ => $"{bytes >> 10} KiB",
    };

    private static string Sentence(string message) => message.Length > 0 ? char.ToUpperInvariant(message[0]) + message[1..] : message;
}
