using System.Buffers.Binary;

namespace Hv.Testing.Vfio.Devices;

/// <summary>The configuration space of a modelled device, as vfio-pci shows it: bits keep what is written where the mask allows it.</summary>
public sealed class FakeConfiguration
{
    private const int CommandRegister = 0x04;
    private const int StatusRegister = 0x06;
    private const int BarRegister = 0x10;
    private const int CapabilityPointer = 0x34;
    private const int InterruptLine = 0x3C;
    private const int InterruptPin = 0x3D;
    private const ushort WritableCommand = 0x0547;
    private const byte HasCapabilities = 0x10;
    private const byte MsiCapability = 0x05;
    private const byte MsixCapability = 0x11;
    private const byte ExpressCapability = 0x10;
    private const int ConventionalSize = 256;
    private const int ExpressSize = 4096;
    private const int LastConventional = ConventionalSize - 1;

    private readonly byte[] _content;
    private readonly byte[] _writable;
    private byte _lastCapability;

    internal FakeConfiguration(ushort vendor, ushort device, uint classCode, bool isExpress)
    {
        _content = new byte[isExpress ? ExpressSize : ConventionalSize];
        _writable = new byte[_content.Length];
        Set16(0x00, vendor);
        Set16(0x02, device);
        Set32(0x08, classCode << 8);
        SetWritable16(CommandRegister, WritableCommand);
        _writable[InterruptLine] = byte.MaxValue;

        // vfio-pci enables memory and I/O as it opens the device; the bus master is for the user.
        Set16(CommandRegister, 0x3);
    }

    /// <summary>Bytes: 256, or 4096 for PCI Express.</summary>
    public int Size => _content.Length;

    /// <summary>Whether the device answers in memory space.</summary>
    public bool HasMemorySpace => (_content[CommandRegister] & 2) != 0;

    /// <summary>Whether the device may do DMA.</summary>
    public bool IsBusMaster => (_content[CommandRegister] & 4) != 0;

    /// <summary>Vectors of MSI; 0: it has none.</summary>
    internal int MsiCount { get; private set; }

    /// <summary>Vectors of MSI-X; 0: it has none.</summary>
    internal int MsixCount { get; private set; }

    internal bool HasInterruptPin => _content[InterruptPin] != 0;

    internal byte Revision => _content[0x08];

    /// <summary>Reads a byte.</summary>
    public byte this[int offset] => _content[offset];

    /// <summary>Sets bytes, read-only for who has the device.</summary>
    public void Set(int offset, ReadOnlySpan<byte> content) => content.CopyTo(_content.AsSpan(offset));

    /// <summary>Sets which bits of a byte keep what is written.</summary>
    public void SetWritable(int offset, byte bits) => _writable[offset] = bits;

    /// <summary>Sets the revision.</summary>
    public void SetRevision(byte revision) => _content[0x08] = revision;

    /// <summary>Gives the device an INTx pin: 1 for INTA.</summary>
    public void SetInterruptPin(byte pin) => _content[InterruptPin] = pin;

    /// <summary>Adds a capability behind those that are there.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="offset">Where it begins, a multiple of 4 from 0x40 on.</param>
    /// <param name="body">What follows its first two bytes.</param>
    public void AddCapability(byte id, byte offset, ReadOnlySpan<byte> body)
    {
        if (offset < 0x40 || offset % 4 != 0 || offset + 2 + body.Length > LastConventional + 1)
            throw new ArgumentOutOfRangeException(nameof(offset), offset, "Capabilities lie between 0x40 and 0xff, at multiples of 4.");

        _content[StatusRegister] |= HasCapabilities;
        _content[_lastCapability == 0 ? CapabilityPointer : _lastCapability + 1] = offset;
        _lastCapability = offset;
        _content[offset] = id;
        body.CopyTo(_content.AsSpan(offset + 2));
    }

    /// <summary>Adds MSI with addresses of 64 bits.</summary>
    /// <param name="offset">Where.</param>
    /// <param name="countShift">2^this vectors.</param>
    public void AddMsi(byte offset, int countShift = 0)
    {
        Span<byte> body = stackalloc byte[12];
        BinaryPrimitives.WriteUInt16LittleEndian(body, (ushort)(0x80 | (countShift << 1)));
        AddCapability(MsiCapability, offset, body);
        MsiCount = 1 << countShift;
        _writable[offset + 2] = 0x71;
        _writable.AsSpan(offset + 4, 10).Fill(byte.MaxValue);
        _writable[offset + 4] = 0xFC;
    }

    /// <summary>Adds MSI-X.</summary>
    /// <param name="offset">Where.</param>
    /// <param name="count">Vectors, 1 to 2048.</param>
    /// <param name="tableBar">The BAR of the table.</param>
    /// <param name="tableOffset">Where in it the table begins.</param>
    /// <param name="pendingBar">The BAR of the pending bits.</param>
    /// <param name="pendingOffset">Where in it they begin.</param>
    public void AddMsix(byte offset, int count, int tableBar, uint tableOffset, int pendingBar, uint pendingOffset)
    {
        Span<byte> body = stackalloc byte[10];
        BinaryPrimitives.WriteUInt16LittleEndian(body, (ushort)(count - 1));
        BinaryPrimitives.WriteUInt32LittleEndian(body[2..], tableOffset | (uint)tableBar);
        BinaryPrimitives.WriteUInt32LittleEndian(body[6..], pendingOffset | (uint)pendingBar);
        AddCapability(MsixCapability, offset, body);
        MsixCount = count;
        _writable[offset + 3] = 0xC0;
    }

    /// <summary>Adds the capability of PCI Express: an endpoint, version 2.</summary>
    /// <param name="offset">Where.</param>
    /// <param name="canResetFunction">Whether it tells of function-level reset.</param>
    public void AddExpress(byte offset, bool canResetFunction)
    {
        Span<byte> body = stackalloc byte[58];
        body[0] = 2;
        BinaryPrimitives.WriteUInt32LittleEndian(body[2..], canResetFunction ? 1u << 28 : 0);
        AddCapability(ExpressCapability, offset, body);
    }

    internal void SetBar(int index, ulong size, bool isWide)
    {
        var offset = BarRegister + (4 * index);
        var mask = ~(size - 1);
        Set32(offset, isWide ? 4u : 0);
        BinaryPrimitives.WriteUInt32LittleEndian(_writable.AsSpan(offset), (uint)mask & ~0xFu);
        if (isWide)
            BinaryPrimitives.WriteUInt32LittleEndian(_writable.AsSpan(offset + 4), (uint)(mask >> 32));
    }

    internal void Read(int offset, Span<byte> destination) => _content.AsSpan(offset, destination.Length).CopyTo(destination);

    internal void Write(int offset, ReadOnlySpan<byte> source)
    {
        for (var index = 0; index < source.Length; index++)
        {
            ref var content = ref _content[offset + index];
            var writable = _writable[offset + index];
            content = (byte)((content & ~writable) | (source[index] & writable));
        }
    }

    private void Set16(int offset, ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(_content.AsSpan(offset), value);

    private void Set32(int offset, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(_content.AsSpan(offset), value);

    private void SetWritable16(int offset, ushort bits) => BinaryPrimitives.WriteUInt16LittleEndian(_writable.AsSpan(offset), bits);
}
