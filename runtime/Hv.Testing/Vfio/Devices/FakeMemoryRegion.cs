using System.Runtime.InteropServices;

namespace Hv.Testing.Vfio.Devices;

/// <summary>A region that is memory, and can be mapped.</summary>
public sealed unsafe class FakeMemoryRegion : FakeRegion, IDisposable
{
    private const nuint LargestPage = 65536;

    private readonly byte* _memory;
    private bool _isDisposed;

    /// <summary>Makes one full of zeros.</summary>
    /// <param name="size">Bytes, a power of two.</param>
    public FakeMemoryRegion(ulong size)
        : base(size)
    {
        // What is mapped is whole pages, even of a small region.
        var length = Math.Max((nuint)size, LargestPage);
        _memory = (byte*)NativeMemory.AlignedAlloc(length, LargestPage);
        NativeMemory.Clear(_memory, length);
    }

    /// <summary>Frees what was not disposed.</summary>
    ~FakeMemoryRegion() => Free();

    /// <inheritdoc/>
    public override bool IsMappable => true;

    /// <inheritdoc/>
    internal override ulong Host => (ulong)_memory;

    /// <inheritdoc/>
    public override void Read(ulong offset, Span<byte> destination)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        new ReadOnlySpan<byte>(_memory + offset, destination.Length).CopyTo(destination);
    }

    /// <inheritdoc/>
    public override void Write(ulong offset, ReadOnlySpan<byte> source)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        source.CopyTo(new Span<byte>(_memory + offset, source.Length));
    }

    /// <summary>Frees the memory. Nobody may have it mapped.</summary>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        if (!_isDisposed)
            NativeMemory.AlignedFree(_memory);

        _isDisposed = true;
    }
}
