namespace Hv.Runtime.Memory;

/// <summary>A window into another address space: the memory of a PCI bus, as a host bridge shows it to the processor.</summary>
/// <param name="name">The name that <c>info mtree</c> shows.</param>
/// <param name="size">Bytes, at least 1.</param>
/// <param name="target">What is seen through it.</param>
/// <param name="targetAddress">The address there of the window's first byte.</param>
public sealed class WindowRegion(string name, ulong size, AddressSpace target, ulong targetAddress) : MemoryRegion(name, size)
{
    /// <summary>What is seen through the window.</summary>
    public AddressSpace Target { get; } = target;

    /// <summary>The address in <see cref="Target"/> of the window's first byte.</summary>
    public ulong TargetAddress { get; } = targetAddress;

    /// <inheritdoc/>
    public override bool Read(ulong offset, Span<byte> destination) => Target.Read(TargetAddress + offset, destination);

    /// <inheritdoc/>
    public override bool Write(ulong offset, ReadOnlySpan<byte> source) => Target.Write(TargetAddress + offset, source);
}
