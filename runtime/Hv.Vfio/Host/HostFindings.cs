using Hv.Vfio.Kernel;

namespace Hv.Vfio.Host;

/// <summary>What sysfs and procfs tell of a device that is to be passed through.</summary>
internal static class HostFindings
{
    private const string IommuClass = "/sys/class/iommu";
    private const string IommuGroups = "/sys/kernel/iommu_groups";

    /// <summary>How an IOMMU is switched on.</summary>
    public const string IommuAdvice =
        "switch it on in the host's firmware (VT-d, AMD-Vi, SMMU), and boot with intel_iommu=on, or without amd_iommu=off and iommu=off";

    /// <summary>Whether the host has groups of any device.</summary>
    public static bool HasIommu(IHostFiles files) => IsFilled(files, IommuGroups) || IsFilled(files, IommuClass);

    /// <summary>Why a device that is in no group is in none.</summary>
    public static string ExplainNoGroup(IHostFiles files) => HasIommu(files)
        ? "It is in no IOMMU group, while other devices of the host are: no IOMMU covers it."
        : $"The host has no IOMMU, or it is switched off: {IommuClass} and {IommuGroups} are empty.";

    /// <summary>What would help a device that is in no group.</summary>
    public static string AdviseNoGroup(IHostFiles files) =>
        HasIommu(files) ? "use another device, or put it into another slot" : IommuAdvice;

    /// <summary>The group and its members.</summary>
    public static IEnumerable<PassthroughFinding> OfGroup(IHostFiles files, HostPciDevice device)
    {
        if (device.Group is not { } group)
        {
            yield return PassthroughFinding.Problem(PassthroughTopic.Group, ExplainNoGroup(files), AdviseNoGroup(files));
            yield break;
        }

        var others = HostPciDevice.OfGroup(files, group).Where(member => member.Address != device.Address).ToList();
        var blocking = others.Where(member => member.BlocksGroup).ToList();
        foreach (var member in blocking)
        {
            yield return PassthroughFinding.Problem(
                PassthroughTopic.Group, $"It shares IOMMU group {group} with {member}, which the host uses: the two are not isolated from each other.",
                AdviseBlocking(member));
        }

        var harmless = others.Except(blocking).ToList();
        if (blocking.Count == 0)
        {
            yield return PassthroughFinding.Ok(PassthroughTopic.Group, harmless.Count == 0
                ? $"It is alone in IOMMU group {group}."
                : $"It shares IOMMU group {group} with {string.Join(", ", harmless)}: the host uses none of them.");
        }
    }

    /// <summary>What to do with a member of the group that the host uses.</summary>
    public static string AdviseBlocking(HostPciDevice member) => member.IsBridge
        ? $"it is a bridge, and stays the host's: unload {member.Driver}, or put the device into another slot"
        : $"hv vfio bind {member.Address}; the guest need not get it";

    /// <summary>The driver, what the host does with the device by it, and whether the one that is needed is loaded.</summary>
    public static IEnumerable<PassthroughFinding> OfDriver(IHostFiles files, HostPciDevice device)
    {
        if (device.IsBoundToVfio)
        {
            yield return PassthroughFinding.Ok(PassthroughTopic.Driver, $"{HostPciDevice.VfioDriver} has it.");
            yield break;
        }

        yield return PassthroughFinding.Problem(
            PassthroughTopic.Driver,
            device.Driver is { } driver ? $"The host's driver {driver} has it." : "No driver has it.",
            device.Group is null ? null : $"hv vfio bind {device.Address}");
        foreach (var use in HostUse.Find(files, device.Address))
        {
            yield return PassthroughFinding.Hint(
                PassthroughTopic.Use, $"The host uses it: {use}.", "end that before the device is bound to vfio-pci");
        }

        yield return IsModuleLoaded(files)
            ? PassthroughFinding.Ok(PassthroughTopic.Module, $"The kernel has the driver {HostPciDevice.VfioDriver}.")
            : PassthroughFinding.Problem(
                PassthroughTopic.Module, $"The kernel has not loaded the driver {HostPciDevice.VfioDriver}: {ModulePath} does not exist.",
                "modprobe vfio-pci");
    }

    /// <summary>Where the driver is.</summary>
    public const string ModulePath = HostPciDevice.Drivers + "/" + HostPciDevice.VfioDriver;

    /// <summary>Whether the driver is loaded.</summary>
    public static bool IsModuleLoaded(IHostFiles files) => !files.List(ModulePath, out _).IsError;

    /// <summary>The limit of locked memory.</summary>
    /// <param name="locked">The limit, and what is used of it.</param>
    /// <param name="memory">The guest's RAM, when it is known.</param>
    /// <param name="tables">Tells what the IOMMU's tables count for so much RAM.</param>
    public static PassthroughFinding OfMemory(LockedMemory locked, ulong? memory, Func<ulong, ulong> tables)
    {
        if (locked.Left == ulong.MaxValue)
        {
            return PassthroughFinding.Ok(
                PassthroughTopic.LockedMemory, locked.IsPrivileged && locked.Limit != ulong.MaxValue
                    ? "No limit of locked memory counts for this user (CAP_IPC_LOCK)."
                    : "There is no limit of locked memory.");
        }

        if (memory is not { } size)
        {
            return PassthroughFinding.Hint(
                PassthroughTopic.LockedMemory,
                $"This user may lock {locked.Left >> 20} MiB: all RAM of the guest, and the IOMMU's tables, must fit in it.",
                "--memory SIZE tells whether a guest of that size fits");
        }

        try
        {
            locked.Check(size + tables(size), $"A guest of {size >> 20} MiB");
            return PassthroughFinding.Ok(
                PassthroughTopic.LockedMemory, $"This user may lock {locked.Left >> 20} MiB; a guest of {size >> 20} MiB needs {(size + tables(size)) >> 20} MiB.");
        }
        catch (VfioException exception)
        {
            return PassthroughFinding.Problem(PassthroughTopic.LockedMemory, exception.Message);
        }
    }

    private static bool IsFilled(IHostFiles files, string path) => !files.List(path, out var names).IsError && names.Count > 0;
}
