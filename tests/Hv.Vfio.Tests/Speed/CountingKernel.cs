using Hv.Vfio.Kernel;
using Hv.Vfio.Tests.Infrastructure;

namespace Hv.Vfio.Tests.Speed;

/// <summary>Counts the requests (ioctls) that a kernel gets.</summary>
internal sealed class CountingKernel(IHostKernel inner) : DelegatingKernel(inner)
{
    /// <summary>How many there were.</summary>
    public long Controls { get; private set; }

    /// <inheritdoc/>
    public override KernelResult Control(int descriptor, VfioRequest request, ulong argument = 0)
    {
        Controls++;
        return Inner.Control(descriptor, request, argument);
    }

    /// <inheritdoc/>
    public override KernelResult Control(int descriptor, VfioRequest request, Span<byte> argument)
    {
        Controls++;
        return Inner.Control(descriptor, request, argument);
    }
}
