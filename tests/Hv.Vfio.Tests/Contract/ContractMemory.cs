using Hv.Runtime.Memory;
using Hv.Vfio.Kernel;

namespace Hv.Vfio.Tests.Contract;

/// <summary>A block of RAM, shared with the kernel until it is disposed.</summary>
public sealed class ContractMemory : IDisposable
{
    private readonly IHostKernel _kernel;
    private readonly RamBlock _block;
    private readonly IDeviceMemory _memory;

    internal ContractMemory(IContractHost host, ulong size)
    {
        _kernel = host.Kernel;
        _block = new RamBlock("contract.ram", size);
        var shared = _kernel.Share(_block);
        Assert.That(shared.IsError, Is.False, () => $"sharing answered {shared}");
        Address = (ulong)shared.Value;
        _memory = host.MemoryOf(_block);
    }

    /// <summary>Where it is in the kernel's process.</summary>
    public ulong Address { get; }

    /// <summary>Bytes.</summary>
    public ulong Size => _block.Size;

    /// <summary>Writes bytes that differ from place to place.</summary>
    public byte[] Fill(ulong offset, int length, byte seed)
    {
        var content = new byte[length];
        for (var index = 0; index < length; index++)
            content[index] = (byte)((index * 7) + seed + (index >> 8));

        _memory.Write(offset, content);
        return content;
    }

    /// <summary>Writes bytes.</summary>
    public void Write(ulong offset, ReadOnlySpan<byte> content) => _memory.Write(offset, content);

    /// <summary>Reads bytes.</summary>
    public byte[] Read(ulong offset, int length)
    {
        var content = new byte[length];
        _memory.Read(offset, content);
        return content;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _kernel.Unshare(_block);
        _block.Dispose();
    }
}
