using System.Buffers.Binary;

namespace Hv.Runtime.Memory;

/// <summary>Registers of a device in an address space. Accesses are made under a lock, naturally aligned, in widths the device takes.</summary>
public sealed class MmioRegion : MemoryRegion
{
    private readonly IMmioDevice _device;
    private readonly Lock _lock;
    private readonly int _minimumWidth;
    private readonly int _maximumWidth;
    private readonly ByteOrder _order;
    private bool _isBusy;

    /// <summary>Makes a region.</summary>
    /// <param name="name">The name that <c>info mtree</c> shows.</param>
    /// <param name="size">Bytes, at least 1.</param>
    /// <param name="device">Answers the accesses.</param>
    /// <param name="accessLock">Held during an access: the machine's lock.</param>
    /// <param name="minimumWidth">The narrowest access that the device takes, in bytes; narrower ones are not answered.</param>
    /// <param name="maximumWidth">The widest one, in bytes; wider ones are made in parts.</param>
    /// <param name="order">The byte order of the registers: little for PCI devices.</param>
    /// <exception cref="ArgumentOutOfRangeException">A width is none of 1, 2, 4, 8, or the size is 0.</exception>
    public MmioRegion(
        string name, ulong size, IMmioDevice device, Lock accessLock,
        int minimumWidth = 1, int maximumWidth = 8, ByteOrder order = ByteOrder.Little)
        : base(name, size)
    {
        ArgumentOutOfRangeException.ThrowIfZero(size);
        if (minimumWidth is not (1 or 2 or 4 or 8))
            throw new ArgumentOutOfRangeException(nameof(minimumWidth), minimumWidth, "Accesses have 1, 2, 4 or 8 bytes.");

        if (maximumWidth is not (1 or 2 or 4 or 8) || maximumWidth < minimumWidth)
            throw new ArgumentOutOfRangeException(nameof(maximumWidth), maximumWidth, "Accesses have 1, 2, 4 or 8 bytes.");

        _device = device;
        _lock = accessLock;
        _minimumWidth = minimumWidth;
        _maximumWidth = maximumWidth;
        _order = order;
    }

    /// <inheritdoc/>
    public override bool Read(ulong offset, Span<byte> destination)
    {
        lock (_lock)
        {
            // A device whose DMA reaches its own registers would run into itself; nothing answers it there.
            if (_isBusy)
            {
                destination.Clear();
                return false;
            }

            _isBusy = true;
            try
            {
                return ReadParts(offset, destination);
            }
            finally
            {
                _isBusy = false;
            }
        }
    }

    /// <inheritdoc/>
    public override bool Write(ulong offset, ReadOnlySpan<byte> source)
    {
        lock (_lock)
        {
            if (_isBusy)
                return false;

            _isBusy = true;
            try
            {
                return WriteParts(offset, source);
            }
            finally
            {
                _isBusy = false;
            }
        }
    }

    private bool ReadParts(ulong offset, Span<byte> destination)
    {
        Span<byte> buffer = stackalloc byte[sizeof(ulong)];
        var isAnswered = true;
        while (!destination.IsEmpty)
        {
            var width = WidthAt(offset, destination.Length);
            var isTaken = IsTaken(offset, width);
            var value = isTaken ? _device.ReadRegister(offset, width) : 0;
            isAnswered &= isTaken;
            if (_order == ByteOrder.Little)
            {
                BinaryPrimitives.WriteUInt64LittleEndian(buffer, value);
                buffer[..width].CopyTo(destination);
            }
            else
            {
                BinaryPrimitives.WriteUInt64BigEndian(buffer, value);
                buffer[^width..].CopyTo(destination);
            }

            destination = destination[width..];
            offset += (ulong)width;
        }

        return isAnswered;
    }

    private bool WriteParts(ulong offset, ReadOnlySpan<byte> source)
    {
        Span<byte> buffer = stackalloc byte[sizeof(ulong)];
        var isTakenWhole = true;
        while (!source.IsEmpty)
        {
            var width = WidthAt(offset, source.Length);
            if (IsTaken(offset, width))
            {
                buffer.Clear();
                source[..width].CopyTo(_order == ByteOrder.Little ? buffer : buffer[^width..]);
                var value = _order == ByteOrder.Little
                    ? BinaryPrimitives.ReadUInt64LittleEndian(buffer)
                    : BinaryPrimitives.ReadUInt64BigEndian(buffer);
                _device.WriteRegister(offset, width, value);
            }
            else
            {
                isTakenWhole = false;
            }

            source = source[width..];
            offset += (ulong)width;
        }

        return isTakenWhole;
    }

    /// <summary>The width of the next part: naturally aligned, within what is left and what the device takes at most.</summary>
    private int WidthAt(ulong offset, int left)
    {
        var width = _maximumWidth;
        while (width > left || (offset & (ulong)(width - 1)) != 0)
            width >>= 1;

        return width;
    }

    private bool IsTaken(ulong offset, int width) => width >= _minimumWidth && offset < Size && (ulong)width <= Size - offset;
}
