using Hv.Testing.Vfio.Containers;
using Hv.Testing.Vfio.Groups;
using Hv.Vfio.Kernel;

namespace Hv.Testing.Vfio;

public sealed partial class FakeKernel
{
    /// <inheritdoc/>
    public KernelResult Open(string path)
    {
        Calls.Count(FakeCall.Open);
        if (Faults.ErrorOf(FakeCall.Open, path) is var error && error != Errno.None)
            return Calls.Record(FakeCall.Open, null, null, path, KernelResult.Failed(error));

        lock (Gate)
            return Calls.Record(FakeCall.Open, null, null, path, OpenFile(path));
    }

    /// <inheritdoc/>
    public KernelResult Close(int descriptor)
    {
        Calls.Count(FakeCall.Close);
        if (Faults.ErrorOf(FakeCall.Close, Descriptors.Find(descriptor)?.Path) is var error && error != Errno.None)
            return KernelResult.Failed(error);

        lock (Gate)
        {
            if (Descriptors.Remove(descriptor) is not { } file)
                return KernelResult.Failed(Errno.BadDescriptor);

            file.Release();
            return Calls.Record(FakeCall.Close, null, null, file.Path, default);
        }
    }

    /// <inheritdoc/>
    public KernelResult Control(int descriptor, VfioRequest request, ulong argument = 0) => Control(descriptor, request, argument, []);

    /// <inheritdoc/>
    public KernelResult Control(int descriptor, VfioRequest request, Span<byte> argument) => Control(descriptor, request, 0, argument);

    /// <inheritdoc/>
    public KernelResult Read(int descriptor, Span<byte> destination, ulong offset)
    {
        Calls.Count(FakeCall.Read);
        if (Descriptors.Find(descriptor) is not { } file)
            return KernelResult.Failed(Errno.BadDescriptor);

        if (Faults.ErrorOf(FakeCall.Read, file.Path) is var error && error != Errno.None)
            return KernelResult.Failed(error);

        lock (Gate)
            return file.Read(destination, offset);
    }

    /// <inheritdoc/>
    public KernelResult Write(int descriptor, ReadOnlySpan<byte> source, ulong offset)
    {
        Calls.Count(FakeCall.Write);
        if (Descriptors.Find(descriptor) is not { } file)
            return KernelResult.Failed(Errno.BadDescriptor);

        if (Faults.ErrorOf(FakeCall.Write, file.Path) is var error && error != Errno.None)
            return KernelResult.Failed(error);

        lock (Gate)
            return file.Write(source, offset);
    }

    /// <inheritdoc/>
    public KernelResult MapFile(int descriptor, ulong offset, ulong length, bool isWritable)
    {
        Calls.Count(FakeCall.MapFile);
        if (Descriptors.Find(descriptor) is not { } file)
            return KernelResult.Failed(Errno.BadDescriptor);

        if (Faults.ErrorOf(FakeCall.MapFile, file.Path) is var error && error != Errno.None)
            return KernelResult.Failed(error);

        lock (Gate)
        {
            var result = file.Map(offset, length, isWritable);
            if (!result.IsError)
                Memory.Add(new FakeMemory.MappedFile(file.Path, (ulong)result.Value, length));

            return result;
        }
    }

    /// <inheritdoc/>
    public KernelResult UnmapFile(ulong address, ulong length)
    {
        Calls.Count(FakeCall.UnmapFile);
        if (Faults.ErrorOf(FakeCall.UnmapFile) is var error && error != Errno.None)
            return KernelResult.Failed(error);

        if (length == 0 || (address & ((ulong)PageSize - 1)) != 0)
            return KernelResult.Failed(Errno.InvalidArgument);

        lock (Gate)
        {
            // A real kernel takes away whatever else is there.
            if (!Memory.RemoveFile(address, length))
                Corrupt($"0x{length:x} bytes at 0x{address:x} were unmapped that are no mapped file");

            return default;
        }
    }

    private KernelResult Control(int descriptor, VfioRequest request, ulong value, Span<byte> argument)
    {
        Calls.Count(FakeCall.Control);
        if (Descriptors.Find(descriptor) is not { } file)
            return KernelResult.Failed(Errno.BadDescriptor);

        Calls.Count(file.Kind, request);
        if (Faults.ErrorOf(file.Kind, request, file.Path) is var error && error != Errno.None)
            return Calls.Record(FakeCall.Control, file.Kind, request, file.Path, KernelResult.Failed(error));

        lock (Gate)
            return Calls.Record(FakeCall.Control, file.Kind, request, file.Path, file.Control(request, value, argument));
    }

    private KernelResult OpenFile(string path)
    {
        if (path == "/dev/vfio/vfio")
            return Descriptors.Add(new ContainerFile(this));

        foreach (var group in _groups.Values)
        {
            if (group.Path == path && group.HasFile)
                return Open(group);
        }

        return KernelResult.Failed(Errno.NotFound);
    }

    private KernelResult Open(FakeGroup group)
    {
        if (group.File is not null)
            return KernelResult.Failed(Errno.Busy);

        var file = new GroupFile(this, group);
        var descriptor = Descriptors.Add(file);
        if (!descriptor.IsError)
            group.File = file;

        return descriptor;
    }
}
