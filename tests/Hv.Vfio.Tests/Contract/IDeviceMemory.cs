namespace Hv.Vfio.Tests.Contract;

/// <summary>Shared memory as the kernel's process sees it, which need not be this process.</summary>
public interface IDeviceMemory
{
    /// <summary>Reads what is there.</summary>
    void Read(ulong offset, Span<byte> destination);

    /// <summary>Changes it.</summary>
    void Write(ulong offset, ReadOnlySpan<byte> source);
}
