using Hv.Vfio.Kernel;

namespace Hv.Testing.Vfio;

/// <summary>The descriptors of the process. Finding one takes no lock; changes are made under the kernel's.</summary>
internal sealed class DescriptorTable(int limit)
{
    /// <summary>0, 1 and 2 are taken, as in every process.</summary>
    private const int First = 3;

    private FakeFile?[] _files = new FakeFile?[64];

    public IEnumerable<FakeFile> Open => _files.OfType<FakeFile>();

    /// <summary>Takes a file over; gives it up when there is no descriptor left.</summary>
    public KernelResult Add(FakeFile file)
    {
        var files = _files;
        var descriptor = First;
        while (descriptor < files.Length && files[descriptor] is not null)
            descriptor++;

        if (descriptor >= limit)
            return KernelResult.Failed(Errno.TooManyFiles);

        if (descriptor == files.Length)
            Array.Resize(ref files, 2 * descriptor);

        Volatile.Write(ref files[descriptor], file);
        Volatile.Write(ref _files, files);
        return new KernelResult(descriptor);
    }

    public FakeFile? Find(int descriptor)
    {
        var files = Volatile.Read(ref _files);
        return (uint)descriptor < (uint)files.Length ? Volatile.Read(ref files[descriptor]) : null;
    }

    public FakeFile? Remove(int descriptor)
    {
        var file = Find(descriptor);
        if (file is not null)
            _files[descriptor] = null;

        return file;
    }
}
