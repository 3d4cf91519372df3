using Hv.Vfio.Host;
using Hv.Vfio.Kernel;

namespace Hv.Vfio.Containers;

/// <summary>
/// A container: groups of devices that share an IOMMU's mappings (Linux, "VFIO"). The first group decides which kind of IOMMU it
/// gets: sPAPR TCE v2, sPAPR TCE v1, type1 v2 or type1, the first of these that the host has.
/// </summary>
public sealed class VfioContainer : IDisposable
{
    private const string Path = "/dev/vfio/vfio";
    private const string UnsafeInterrupts = "/sys/module/vfio_iommu_type1/parameters/allow_unsafe_interrupts";

    private static readonly IommuType[] Preferred = [IommuType.SpaprTceV2, IommuType.SpaprTce, IommuType.Type1V2, IommuType.Type1];

    private readonly HostFile _file;
    private readonly List<VfioGroup> _groups = [];

    private VfioContainer(IHostKernel kernel, HostFile file)
    {
        Kernel = kernel;
        _file = file;
    }

    /// <summary>The kernel it is of.</summary>
    public IHostKernel Kernel { get; }

    /// <summary>The groups in it.</summary>
    public IReadOnlyList<VfioGroup> Groups => _groups;

    /// <summary>The kind of its IOMMU; <see langword="null"/> while there is no group in it.</summary>
    public IommuType? Iommu { get; private set; }

    /// <summary>The descriptor, for requests to the IOMMU.</summary>
    internal int Descriptor => _file.Descriptor;

    /// <summary>Opens a container.</summary>
    /// <exception cref="VfioException">The host has no VFIO, another version of it, or does not permit it.</exception>
    public static VfioContainer Open(IHostKernel kernel)
    {
        var opened = kernel.Open(Path);
        if (opened.IsError)
        {
            throw new VfioException($"{Path} cannot be opened: {opened}; {opened.Error switch
            {
                Errno.NotFound or Errno.NoDevice => "the kernel has no VFIO, or its module is not loaded: 'modprobe vfio-pci'.",
                Errno.AccessDenied or Errno.NotPermitted => "this user may not use it: run as root, or give the user the file.",
                _ => "the kernel's log may tell why.",
            }}");
        }

        var file = HostFile.Own(kernel, opened.Number);
        var version = kernel.Control(file.Descriptor, VfioRequest.GetApiVersion);
        if (version.Value != 0)
        {
            file.Dispose();
            throw new VfioException($"{Path} answers {version} for the version of its interface; Hv knows version 0.");
        }

        return new VfioContainer(kernel, file);
    }

    /// <summary>Whether the kernel has a kind of IOMMU, or an extension, for this container.</summary>
    public bool Has(IommuType extension) =>
        Kernel.Control(_file.Descriptor, VfioRequest.CheckExtension, (ulong)extension).Value > 0;

    /// <summary>Puts a group into the container, which owns it from then on; the first one gives the container its IOMMU.</summary>
    /// <param name="group">The group.</param>
    /// <param name="allowed">Kinds that it may get; all that Hv knows, when not given.</param>
    /// <returns><see langword="false"/> when the IOMMU of the groups that are there cannot have this one too: it needs its own container.</returns>
    /// <exception cref="VfioException">No kind of IOMMU can be had, or interrupts are not isolated.</exception>
    public bool TryAdd(VfioGroup group, IReadOnlyList<IommuType>? allowed = null)
    {
        var joined = group.TryJoin(_file.Descriptor);
        if (joined.IsError)
        {
            return _groups.Count > 0
                ? false
                : throw new VfioException($"IOMMU group {group.Number} cannot join a container: {joined}{(joined.Error == Errno.Busy
                    ? ", it is in the container of another process." : ".")}");
        }

        try
        {
            Iommu ??= SetIommu(group, allowed ?? Preferred);
        }
        catch
        {
            group.Leave();
            throw;
        }

        _groups.Add(group);
        return true;
    }

    /// <summary>Takes a group out of the container and closes it. Without any group the container has no IOMMU, and no mappings.</summary>
    public void Remove(VfioGroup group)
    {
        if (!_groups.Remove(group))
            return;

        group.Dispose();
        if (_groups.Count == 0)
            Iommu = null;
    }

    /// <summary>Closes all groups and the container: the kernel takes all mappings away.</summary>
    public void Dispose()
    {
        foreach (var group in _groups)
            group.Dispose();

        _groups.Clear();
        Iommu = null;
        _file.Dispose();
    }

    private IommuType SetIommu(VfioGroup group, IReadOnlyList<IommuType> allowed)
    {
        var failures = new List<string>();
        foreach (var type in allowed)
        {
            if (!Has(type))
                continue;

            var result = Kernel.Control(_file.Descriptor, VfioRequest.SetIommu, (ulong)type);
            if (!result.IsError)
                return type;

            if (result.Error == Errno.NotPermitted && type is IommuType.Type1 or IommuType.Type1V2)
                throw new VfioException(ExplainUnsafeInterrupts(group));

            failures.Add($"{type}: {result}");
        }

        throw new VfioException(failures.Count == 0
            ? $"IOMMU group {group.Number}: the kernel has none of {string.Join(", ", allowed)}: load vfio_iommu_type1 or vfio_iommu_spapr_tce."
            : $"IOMMU group {group.Number}: the kernel gives the container no IOMMU ({string.Join(", ", failures)}).");
    }

    private static string ExplainUnsafeInterrupts(VfioGroup group) =>
        $"IOMMU group {group.Number}: the kernel refuses (EPERM), since the host's IOMMU does not remap interrupts: a guest with this device"
        + " could send any interrupt to the host. Switch interrupt remapping on in the host's firmware or remove intremap=off from the"
        + $" kernel's command line; or, when the guest is trusted, echo 1 > {UnsafeInterrupts}.";
}
