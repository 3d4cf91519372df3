using Hv.Runtime.Memory;
using Hv.Vfio.Kernel;

namespace Hv.Vfio.Tests.Infrastructure;

/// <summary>A kernel that passes all calls on to another: what differs is overridden.</summary>
internal abstract class DelegatingKernel(IHostKernel inner) : IHostKernel
{
    /// <inheritdoc/>
    public HostArchitecture Architecture => inner.Architecture;

    /// <inheritdoc/>
    public int PageSize => inner.PageSize;

    /// <inheritdoc/>
    public IHostFiles Files => inner.Files;

    /// <summary>The other one.</summary>
    protected IHostKernel Inner => inner;

    /// <inheritdoc/>
    public KernelResult Open(string path) => inner.Open(path);

    /// <inheritdoc/>
    public virtual KernelResult Close(int descriptor) => inner.Close(descriptor);

    /// <inheritdoc/>
    public virtual KernelResult Control(int descriptor, VfioRequest request, ulong argument = 0) => inner.Control(descriptor, request, argument);

    /// <inheritdoc/>
    public virtual KernelResult Control(int descriptor, VfioRequest request, Span<byte> argument) => inner.Control(descriptor, request, argument);

    /// <inheritdoc/>
    public KernelResult Read(int descriptor, Span<byte> destination, ulong offset) => inner.Read(descriptor, destination, offset);

    /// <inheritdoc/>
    public KernelResult Write(int descriptor, ReadOnlySpan<byte> source, ulong offset) => inner.Write(descriptor, source, offset);

    /// <inheritdoc/>
    public KernelResult MapFile(int descriptor, ulong offset, ulong length, bool isWritable) =>
        inner.MapFile(descriptor, offset, length, isWritable);

    /// <inheritdoc/>
    public KernelResult UnmapFile(ulong address, ulong length) => inner.UnmapFile(address, length);

    /// <inheritdoc/>
    public virtual KernelResult CreateEvent() => inner.CreateEvent();

    /// <inheritdoc/>
    public virtual KernelResult SignalEvent(int descriptor) => inner.SignalEvent(descriptor);

    /// <inheritdoc/>
    public virtual KernelResult TakeEvent(int descriptor) => inner.TakeEvent(descriptor);

    /// <inheritdoc/>
    public virtual KernelResult Wait(Span<PollEntry> entries, int timeoutMilliseconds) => inner.Wait(entries, timeoutMilliseconds);

    /// <inheritdoc/>
    public KernelResult Share(RamBlock block) => inner.Share(block);

    /// <inheritdoc/>
    public void Unshare(RamBlock block) => inner.Unshare(block);
}
