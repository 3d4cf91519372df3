using Microsoft.Win32.SafeHandles;

namespace Hv.Vfio.Kernel;

/// <summary>A descriptor of a kernel that is closed once: when it is disposed, or not reached any more.</summary>
public sealed class HostFile : SafeHandleMinusOneIsInvalid
{
    private readonly IHostKernel _kernel;

    private HostFile(IHostKernel kernel, int descriptor)
        : base(ownsHandle: true)
    {
        _kernel = kernel;
        SetHandle(descriptor);
    }

    /// <summary>The descriptor.</summary>
    /// <exception cref="ObjectDisposedException">It is closed.</exception>
    public int Descriptor
    {
        get
        {
            ObjectDisposedException.ThrowIf(IsClosed, this);
            return (int)handle;
        }
    }

    /// <summary>Takes a descriptor over.</summary>
    /// <param name="kernel">The kernel that gave it.</param>
    /// <param name="descriptor">The descriptor, 0 or more.</param>
    public static HostFile Own(IHostKernel kernel, int descriptor)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(descriptor);
        return new HostFile(kernel, descriptor);
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => !_kernel.Close((int)handle).IsError;
}
