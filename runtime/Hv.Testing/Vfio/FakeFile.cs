using Hv.Vfio.Kernel;

namespace Hv.Testing.Vfio;

/// <summary>What a descriptor stands for. It lives as long as anything refers to it, as an open file of a kernel does.</summary>
internal abstract class FakeFile(FakeFileKind kind, string path)
{
    private int _references = 1;

    public FakeFileKind Kind { get; } = kind;

    public string Path { get; } = path;

    public void Acquire() => _references++;

    public void Release()
    {
        if (--_references == 0)
            End();
    }

    public virtual KernelResult Control(VfioRequest request, ulong value, Span<byte> argument) => KernelResult.Failed(Errno.NotSupportedRequest);

    public virtual KernelResult Read(Span<byte> destination, ulong offset) => KernelResult.Failed(Errno.InvalidArgument);

    public virtual KernelResult Write(ReadOnlySpan<byte> source, ulong offset) => KernelResult.Failed(Errno.InvalidArgument);

    /// <returns>The address of the memory behind.</returns>
    public virtual KernelResult Map(ulong offset, ulong length, bool isWritable) => KernelResult.Failed(Errno.NoDevice);

    protected virtual void End()
    {
    }
}
