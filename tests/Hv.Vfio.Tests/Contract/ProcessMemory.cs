using Hv.Runtime.Memory;

namespace Hv.Vfio.Tests.Contract;

/// <summary>Memory of this process, for kernels that reach it themselves.</summary>
public sealed class ProcessMemory(RamBlock block) : IDeviceMemory
{
    /// <inheritdoc/>
    public void Read(ulong offset, Span<byte> destination) => Assert.That(block.Read(offset, destination), Is.True);

    /// <inheritdoc/>
    public void Write(ulong offset, ReadOnlySpan<byte> source) => Assert.That(block.Write(offset, source), Is.True);
}
