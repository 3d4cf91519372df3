using Hv.Vfio.Kernel;

namespace Hv.Vfio.Devices;

/// <summary>An event of the kernel with who is called when it is signalled.</summary>
internal sealed class InterruptEvent : IDisposable
{
    private readonly EventLoop _loop;
    private readonly HostFile _file;

    private InterruptEvent(EventLoop loop, HostFile file)
    {
        _loop = loop;
        _file = file;
    }

    /// <summary>The descriptor that the kernel signals.</summary>
    public int Descriptor => _file.Descriptor;

    /// <summary>Makes an event.</summary>
    /// <returns><see langword="null"/> when the kernel gives none: the process has too many files open.</returns>
    public static InterruptEvent? TryCreate(IHostKernel kernel, Action<ulong> handler)
    {
        var created = kernel.CreateEvent();
        if (created.IsError)
            return null;

        var result = new InterruptEvent(EventLoop.Of(kernel), HostFile.Own(kernel, created.Number));
        try
        {
            result._loop.Add(result.Descriptor, handler);
            return result;
        }
        catch (VfioException)
        {
            result._file.Dispose();
            return null;
        }
    }

    /// <summary>Calls nobody any more and closes the event.</summary>
    public void Dispose()
    {
        if (_file.IsClosed)
            return;

        _loop.Remove(_file.Descriptor);
        _file.Dispose();
    }
}
