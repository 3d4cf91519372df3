using Hv.Vfio.Kernel;

namespace Hv.Testing.Vfio.Containers;

/// <summary>What a container can do once its IOMMU is set.</summary>
internal abstract class IommuDriver(FakeKernel kernel)
{
    protected FakeKernel Kernel { get; } = kernel;

    public abstract KernelResult Control(VfioRequest request, Span<byte> argument);

    /// <summary>Gives back all that the container holds.</summary>
    public abstract void End();

    /// <summary>Finds the memory behind a bus address.</summary>
    /// <param name="iova">The bus address.</param>
    /// <param name="isWrite">Whether it will be written.</param>
    /// <param name="address">Where it is in the process.</param>
    /// <param name="length">How many bytes from there on are known to follow.</param>
    public abstract bool TryTranslate(ulong iova, bool isWrite, out ulong address, out ulong length);

    /// <summary>Tells what is left, for <see cref="FakeLeaks"/>.</summary>
    public abstract void Describe(FakeLeaks leaks);
}
