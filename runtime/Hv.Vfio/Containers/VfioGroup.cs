using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Hv.Vfio.Host;
using Hv.Vfio.Kernel;
using Hv.Vfio.Kernel.Structures;

namespace Hv.Vfio.Containers;

/// <summary>
/// An IOMMU group: the devices that the host's IOMMU cannot tell apart, and that a process has together or not at all (Linux, "VFIO":
/// Groups, Devices, and IOMMUs).
/// </summary>
public sealed class VfioGroup : IDisposable
{
    private const uint Viable = 0x1;

    private readonly IHostKernel _kernel;
    private readonly HostFile _file;
    private bool _isInContainer;

    private VfioGroup(IHostKernel kernel, int number, HostFile file)
    {
        _kernel = kernel;
        _file = file;
        Number = number;
    }

    /// <summary>The group's number.</summary>
    public int Number { get; }

    /// <summary>The descriptor, for requests that name groups.</summary>
    internal int Descriptor => _file.Descriptor;

    /// <summary>Opens a group. A process can have it open once.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="number">The group's number, as sysfs has it.</param>
    /// <exception cref="VfioException">It is not there, in use, not permitted, or a device of it has a driver of the host.</exception>
    public static VfioGroup Open(IHostKernel kernel, int number)
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"/dev/vfio/{number}");
        var opened = kernel.Open(path);
        if (opened.IsError)
            throw new VfioException($"IOMMU group {number} cannot be opened: {path}: {Explain(kernel, number, opened.Error)}");

        var group = new VfioGroup(kernel, number, HostFile.Own(kernel, opened.Number));
        try
        {
            group.CheckViable();
            return group;
        }
        catch
        {
            group.Dispose();
            throw;
        }
    }

    /// <summary>Puts the group into a container.</summary>
    /// <param name="container">The container's descriptor.</param>
    internal KernelResult TryJoin(int container)
    {
        Span<byte> argument = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(argument, container);
        var result = _kernel.Control(_file.Descriptor, VfioRequest.GroupSetContainer, argument);
        _isInContainer = !result.IsError;
        return result;
    }

    /// <summary>Takes the group out of its container; nothing happens when it is in none.</summary>
    internal void Leave()
    {
        if (_isInContainer)
            _ = _kernel.Control(_file.Descriptor, VfioRequest.GroupUnsetContainer);

        _isInContainer = false;
    }

    /// <summary>Opens a device of the group, which must be in a container that has its IOMMU.</summary>
    internal HostFile OpenDevice(HostPciAddress address)
    {
        var name = address.ToString();
        var argument = new byte[name.Length + 1];
        Encoding.ASCII.GetBytes(name, argument);
        var result = _kernel.Control(_file.Descriptor, VfioRequest.GroupGetDeviceFd, argument);
        if (!result.IsError)
            return HostFile.Own(_kernel, result.Number);

        throw new VfioException($"{name}: the kernel does not open the device: {result.Error switch
        {
            Errno.NoDevice => $"{result}, it is not in IOMMU group {Number} or vfio-pci does not have it; 'hv vfio check {name}' tells more",
            Errno.Busy => $"{result}, another process has it, or it needs a token of its physical function (VF token)",
            _ => result.ToString(),
        }}.");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Leave();
        _file.Dispose();
    }

    private void CheckViable()
    {
        var status = new GroupStatus { ArgumentSize = StructureSpans.SizeOf<GroupStatus>() };
        var result = _kernel.Control(_file.Descriptor, VfioRequest.GroupGetStatus, ref status);
        if (result.IsError)
            throw new VfioException($"IOMMU group {Number}: its state cannot be read: {result}.");

        if ((status.Flags & Viable) == 0)
            throw new VfioException(GroupBlockers.Explain(_kernel.Files, Number));
    }

    private static string Explain(IHostKernel kernel, int number, Errno error) => error switch
    {
        Errno.NotFound => $"{ErrnoNames.Of(error)}; no device of the group is bound to vfio-pci: {GroupBlockers.Advice(kernel.Files, number)}.",
        Errno.AccessDenied or Errno.NotPermitted =>
            $"{ErrnoNames.Of(error)}; this user may not use it: give the user the file (chown USER /dev/vfio/{number}), or run as root.",
        Errno.Busy => $"{ErrnoNames.Of(error)}; another process has it (fuser /dev/vfio/{number} tells which).",
        _ => $"{ErrnoNames.Of(error)}.",
    };
}
