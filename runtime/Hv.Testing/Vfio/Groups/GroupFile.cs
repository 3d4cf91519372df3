using System.Runtime.InteropServices;
using System.Text;
using Hv.Testing.Vfio.Containers;
using Hv.Testing.Vfio.Devices;
using Hv.Vfio.Kernel;
using Hv.Vfio.Kernel.Structures;

namespace Hv.Testing.Vfio.Groups;

/// <summary>An open <c>/dev/vfio/N</c>. The devices opened by it keep it, so that it may outlive its descriptor.</summary>
internal sealed class GroupFile(FakeKernel kernel, FakeGroup group) : FakeFile(FakeFileKind.Group, group.Path)
{
    private const int LongestName = 256;
    private const uint IsViable = 1;
    private const uint HasContainer = 2;

    /// <summary>Devices that are open, each counted.</summary>
    private int _openDevices;

    public FakeGroup Group => group;

    public override KernelResult Control(VfioRequest request, ulong value, Span<byte> argument) => request switch
    {
        VfioRequest.GroupGetStatus => GetStatus(argument),
        VfioRequest.GroupSetContainer => SetContainer(argument),
        VfioRequest.GroupUnsetContainer => UnsetContainer(),
        VfioRequest.GroupGetDeviceFd => GetDevice(argument),
        _ => KernelResult.Failed(Errno.NotSupportedRequest),
    };

    public void CloseDevice()
    {
        _openDevices--;
        Release();
    }

    protected override void End()
    {
        group.File = null;
        Leave();
    }

    private KernelResult GetStatus(Span<byte> argument)
    {
        var error = FakeArguments.Take(argument, FakeArguments.Size<GroupStatus>(), out GroupStatus status);
        if (error != Errno.None)
            return KernelResult.Failed(error);

        status.Flags = group.Container is not null ? IsViable | HasContainer : group.IsViable ? IsViable : 0;
        FakeArguments.Give(argument, ref status, argument.Length);
        return default;
    }

    private KernelResult SetContainer(Span<byte> argument)
    {
        if (argument.Length < sizeof(int))
            return KernelResult.Failed(Errno.BadAddress);

        var descriptor = MemoryMarshal.Read<int>(argument);
        if (descriptor < 0 || group.Container is not null)
            return KernelResult.Failed(Errno.InvalidArgument);

        if (kernel.Descriptors.Find(descriptor) is not { } file)
            return KernelResult.Failed(Errno.BadDescriptor);

        if (file is not ContainerFile container)
            return KernelResult.Failed(Errno.InvalidArgument);

        if (!group.IsViable)
            return KernelResult.Failed(Errno.NotPermitted);

        group.Container = container;
        container.Attach(group);
        return default;
    }

    private KernelResult UnsetContainer()
    {
        if (group.Container is null)
            return KernelResult.Failed(Errno.InvalidArgument);

        if (_openDevices > 0)
            return KernelResult.Failed(Errno.Busy);

        Leave();
        return default;
    }

    private void Leave()
    {
        var container = group.Container;
        group.Container = null;
        container?.Detach(group);
    }

    private KernelResult GetDevice(Span<byte> argument)
    {
        var end = argument[..Math.Min(argument.Length, LongestName)].IndexOf((byte)0);
        if (end < 0)
            return KernelResult.Failed(argument.Length < LongestName ? Errno.BadAddress : Errno.InvalidArgument);

        var name = Encoding.ASCII.GetString(argument[..end]);
        var device = group.Devices.Find(candidate => candidate.Address == name && candidate.Driver == FakeDevice.VfioDriver);
        if (device is null)
            return KernelResult.Failed(Errno.NoDevice);

        if (group.Container?.Driver is null)
            return KernelResult.Failed(Errno.InvalidArgument);

        var descriptor = kernel.Descriptors.Add(device.Open(this));
        if (descriptor.IsError)
            return descriptor;

        Acquire();
        _openDevices++;
        return descriptor;
    }
}
