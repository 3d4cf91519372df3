using System.Numerics;
using Hv.Runtime.Memory;
using Hv.Runtime.Pci;

namespace Hv.Vfio.Devices;

/// <summary>The expansion ROM of a passed-through device and its base address register (PCI Local Bus 3.0, 6.2.5.2).</summary>
/// <remarks>The content is read from the host when the guest first looks, once; a ROM that the host cannot read is all ones.</remarks>
internal sealed class RomBar : MemoryRegion
{
    /// <summary>What a ROM's register can decode at most, in bytes.</summary>
    public const ulong Largest = 16 << 20;

    private const int Register = 0x30;
    private const ulong Smallest = 2 << 10;
    private const uint Enable = 0x1;

    private readonly PciFunction _function;
    private readonly VfioDevice _device;
    private byte[]? _content;
    private bool _isClosed;
    private bool _isMapped;
    private ulong _address;

    /// <summary>Makes the register in the configuration space of a function.</summary>
    public RomBar(PciFunction function, VfioDevice device, ulong size)
        : base($"{device.Address} ROM", BitOperations.RoundUpToPowerOf2(Math.Max(size, Smallest)))
    {
        _function = function;
        _device = device;
        function.Configuration.SetUInt32(Register, 0);
        function.Configuration.SetWritable(Register, sizeof(uint), (uint)~(Size - 1) | Enable);
    }

    /// <summary>Follows the register and the command register.</summary>
    public void Update()
    {
        var configuration = _function.Configuration;
        var value = configuration.GetUInt32(Register);
        var isWanted = (value & Enable) != 0 && (configuration.GetUInt16(PciRegister.Command) & PciRegister.CommandMemory) != 0;
        var address = value & ~(Size - 1);

        // While software finds out the size the register holds ones.
        isWanted &= address + (Size - 1) < uint.MaxValue && (address != 0 || _function.Bus.Host.AllowsAddressZero);
        if (isWanted == _isMapped && (!isWanted || address == _address))
            return;

        Unmap();
        if (!isWanted)
            return;

        _function.Bus.Memory.Map(this, address, priority: 1);
        (_isMapped, _address) = (true, address);
    }

    /// <summary>Takes it away from the bus.</summary>
    public void Unmap()
    {
        if (_isMapped)
            _function.Bus.Memory.Unmap(this);

        _isMapped = false;
    }

    /// <inheritdoc/>
    public override bool Read(ulong offset, Span<byte> destination)
    {
        var content = Volatile.Read(ref _content) ?? ReadContent();
        var there = offset < (ulong)content.Length ? content.AsSpan((int)offset) : [];
        var length = Math.Min(there.Length, destination.Length);
        there[..length].CopyTo(destination);
        destination[length..].Fill(0xFF);
        return true;
    }

    /// <inheritdoc/>
    public override bool Write(ulong offset, ReadOnlySpan<byte> source) => false;

    /// <summary>Reads nothing of the device any more. Under the machine's lock.</summary>
    public void Close() => _isClosed = true;

    private byte[] ReadContent()
    {
        // Under the lock that whoever closes the device holds: another processor may be doing so.
        lock (_function.Machine.Lock)
        {
            if (_content is { } present)
                return present;

            if (_isClosed)
                return [];

            var content = new byte[(int)_device.Regions[VfioRegion.Rom].Size];
            _ = _device.Read(VfioRegion.Rom, 0, content);
            Volatile.Write(ref _content, content);
            return content;
        }
    }
}
