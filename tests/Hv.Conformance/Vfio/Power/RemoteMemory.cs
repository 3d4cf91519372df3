using Hv.Conformance.Vfio.Agent;
using Hv.Vfio.Kernel;
using Hv.Vfio.Tests.Contract;

namespace Hv.Conformance.Vfio.Power;

/// <summary>Memory of the agent's process.</summary>
/// <param name="kernel">The session.</param>
/// <param name="address">Where it begins.</param>
internal sealed class RemoteMemory(RemoteKernel kernel, ulong address) : IDeviceMemory
{
    /// <inheritdoc/>
    public void Read(ulong offset, Span<byte> destination) =>
        Assert.That(kernel.Peek(address + offset, destination), Is.EqualTo(new KernelResult(destination.Length)));

    /// <inheritdoc/>
    public void Write(ulong offset, ReadOnlySpan<byte> source) =>
        Assert.That(kernel.Poke(address + offset, source), Is.EqualTo(new KernelResult(source.Length)));
}
