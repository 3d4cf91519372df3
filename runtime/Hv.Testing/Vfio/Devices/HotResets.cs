using System.Globalization;
using System.Runtime.InteropServices;
using Hv.Testing.Vfio.Groups;
using Hv.Vfio.Kernel;
using Hv.Vfio.Kernel.Structures;

namespace Hv.Testing.Vfio.Devices;

/// <summary>Resets of a bus with all devices on it, which one may do who has all their groups.</summary>
internal static class HotResets
{
    private const int HeadSize = 12;

    public static KernelResult GetInformation(FakeKernel kernel, FakeDevice device, Span<byte> argument)
    {
        var error = FakeArguments.Take(argument, HeadSize, out HotResetInfo information);
        if (error != Errno.None)
            return KernelResult.Failed(error);

        if (!device.CanResetBus)
            return KernelResult.Failed(Errno.NoDevice);

        var affected = AffectedBy(kernel, device);
        var size = FakeArguments.Size<DependentDevice>();
        information.Count = (uint)affected.Count;
        FakeArguments.Give(argument, ref information, HeadSize);
        if (information.ArgumentSize < HeadSize + (affected.Count * size) || argument.Length < HeadSize + (affected.Count * size))
            return KernelResult.Failed(Errno.NoSpace);

        for (var index = 0; index < affected.Count; index++)
        {
            var dependent = Describe(affected[index]);
            MemoryMarshal.Write(argument[(HeadSize + (index * size))..], dependent);
        }

        return default;
    }

    public static KernelResult Reset(FakeKernel kernel, FakeDevice device, Span<byte> argument)
    {
        var error = FakeArguments.Take(argument, HeadSize, out HotReset reset);
        if (error != Errno.None)
            return KernelResult.Failed(error);

        var affected = device.CanResetBus ? AffectedBy(kernel, device) : [];
        if (affected.Count == 0)
            return KernelResult.Failed(Errno.NoDevice);

        if (reset.Flags != 0 || reset.Count == 0 || reset.Count > affected.Count)
            return KernelResult.Failed(Errno.InvalidArgument);

        if (argument.Length < HeadSize + (reset.Count * sizeof(int)))
            return KernelResult.Failed(Errno.BadAddress);

        var groups = new HashSet<FakeGroup>();
        foreach (var descriptor in MemoryMarshal.Cast<byte, int>(argument.Slice(HeadSize, (int)reset.Count * sizeof(int))))
        {
            if (kernel.Descriptors.Find(descriptor) is not { } file)
                return KernelResult.Failed(Errno.BadDescriptor);

            if (file is not GroupFile group)
                return KernelResult.Failed(Errno.InvalidArgument);

            groups.Add(group.Group);
        }

        if (!affected.TrueForAll(other => groups.Contains(other.Group)))
            return KernelResult.Failed(Errno.InvalidArgument);

        foreach (var other in affected)
            other.Reset();

        return default;
    }

    private static List<FakeDevice> AffectedBy(FakeKernel kernel, FakeDevice device) =>
        [.. kernel.Devices.Where(other => other.Bus == device.Bus && !other.IsGone)];

    private static DependentDevice Describe(FakeDevice device)
    {
        static int Hex(string text) => int.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        var parts = device.Address.Split(':', '.');
        return new DependentDevice
        {
            Group = (uint)device.GroupNumber,
            Segment = (ushort)Hex(parts[0]),
            Bus = (byte)Hex(parts[1]),
            DeviceFunction = (byte)((Hex(parts[2]) << 3) | Hex(parts[3])),
        };
    }
}
