using System.Buffers.Binary;

namespace Hv.Runtime.Pci;

/// <summary>
/// The configuration space of one PCI function: 256 bytes, or 4096 of a PCI Express function; with what software may write, bit by
/// bit. Registers are little-endian.
/// </summary>
/// <remarks>
/// A new space has nothing but what every function has: the writable bits of the command, cache line size and interrupt line
/// registers, and free bytes from 0x40 on. The device model fills in the rest and then calls <see cref="SetResetState"/>.
/// </remarks>
public sealed class PciConfigurationSpace
{
    /// <summary>Bytes of a conventional function.</summary>
    public const int ConventionalSize = 0x100;

    /// <summary>Bytes of a PCI Express function.</summary>
    public const int ExpressSize = 0x1000;

    private readonly byte[] _content;
    private readonly byte[] _writable;
    private readonly byte[] _clearable;
    private readonly byte[] _volatile;
    private readonly byte[] _reset;
    private readonly bool[] _isCapability = new bool[ConventionalSize];

    /// <summary>Makes a space.</summary>
    /// <param name="size"><see cref="ConventionalSize"/> or <see cref="ExpressSize"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is another one.</exception>
    public PciConfigurationSpace(int size = ConventionalSize)
    {
        if (size is not (ConventionalSize or ExpressSize))
            throw new ArgumentOutOfRangeException(nameof(size), size, $"Configuration space has {ConventionalSize} or {ExpressSize} bytes.");

        _content = new byte[size];
        _writable = new byte[size];
        _clearable = new byte[size];
        _volatile = new byte[size];
        _reset = new byte[size];
        SetWritable(
            PciRegister.Command, sizeof(ushort),
            PciRegister.CommandIo | PciRegister.CommandMemory | PciRegister.CommandBusMaster | PciRegister.CommandInterruptDisable
                | PciRegister.CommandSystemError);
        SetClearable(PciRegister.Status, sizeof(ushort), PciRegister.StatusErrors);
        SetWritable(PciRegister.CacheLineSize, 1, 0xFF);
        SetWritable(PciRegister.InterruptLine, 1, 0xFF);
        _writable.AsSpan(PciRegister.HeaderEnd).Fill(0xFF);
    }

    /// <summary>The size in bytes.</summary>
    public int Size => _content.Length;

    /// <summary>The content, as the device sees it.</summary>
    public ReadOnlySpan<byte> Content => _content;

    /// <summary>Whether the function may make accesses of its own.</summary>
    public bool IsBusMaster => (GetUInt16(PciRegister.Command) & PciRegister.CommandBusMaster) != 0;

    /// <summary>An 8-bit register, as the device sees it.</summary>
    public byte GetByte(int offset) => _content[offset];

    /// <summary>A 16-bit register, as the device sees it.</summary>
    public ushort GetUInt16(int offset) => BinaryPrimitives.ReadUInt16LittleEndian(_content.AsSpan(offset));

    /// <summary>A 32-bit register, as the device sees it.</summary>
    public uint GetUInt32(int offset) => BinaryPrimitives.ReadUInt32LittleEndian(_content.AsSpan(offset));

    /// <summary>Sets an 8-bit register for the device, whatever software may write.</summary>
    public void SetByte(int offset, byte value) => _content[offset] = value;

    /// <summary>Sets a 16-bit register for the device, whatever software may write.</summary>
    public void SetUInt16(int offset, ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(_content.AsSpan(offset), value);

    /// <summary>Sets a 32-bit register for the device, whatever software may write.</summary>
    public void SetUInt32(int offset, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(_content.AsSpan(offset), value);

    /// <summary>Sets all content for the device, from offset 0; what is not given stays.</summary>
    public void SetContent(ReadOnlySpan<byte> content) => content.CopyTo(_content);

    /// <summary>
    /// Finds a byte of another function's content that this function could never have: identity, kinds of registers and capabilities
    /// that differ in bits which neither software nor the device changes.
    /// </summary>
    /// <param name="content"><see cref="Size"/> bytes.</param>
    /// <returns>Its offset, or <see langword="null"/>.</returns>
    public int? FindForeign(ReadOnlySpan<byte> content)
    {
        for (var offset = 0; offset < Size; offset++)
        {
            var constant = ConstantBits(offset) & ~_writable[offset] & ~_clearable[offset] & ~_volatile[offset];
            if (((content[offset] ^ _content[offset]) & constant) != 0)
                return offset;
        }

        return null;
    }

    /// <summary>Sets the identity of the function.</summary>
    /// <param name="vendor">Vendor id.</param>
    /// <param name="device">Device id.</param>
    /// <param name="classCode">Base class and subclass.</param>
    /// <param name="revision">Revision id.</param>
    public void SetIdentity(ushort vendor, ushort device, ushort classCode, byte revision)
    {
        SetUInt16(PciRegister.VendorId, vendor);
        SetUInt16(PciRegister.DeviceId, device);
        SetUInt16(PciRegister.ClassCode, classCode);
        SetByte(PciRegister.Revision, revision);
    }

    /// <summary>Says which bits of the <paramref name="width"/> bytes from an offset on software may write; no others.</summary>
    public void SetWritable(int offset, int width, ulong mask) => SetMask(_writable, offset, width, mask);

    /// <summary>Says which bits of the <paramref name="width"/> bytes from an offset on software clears by writing ones.</summary>
    public void SetClearable(int offset, int width, ulong mask) => SetMask(_clearable, offset, width, mask);

    /// <summary>Says which bits of the <paramref name="width"/> bytes of a capability the device changes by itself.</summary>
    public void SetVolatile(int offset, int width, ulong mask) => SetMask(_volatile, offset, width, mask);

    /// <summary>
    /// Adds a capability at the head of the list; software can write nothing of it until <see cref="SetWritable"/> says so.
    /// </summary>
    /// <param name="id">The capability's id (PCI Code and ID Assignment, "Capability IDs").</param>
    /// <param name="size">Its bytes, the two of the header included.</param>
    /// <param name="offset">Where it lies: a multiple of 4, from 0x40 on; 0: the first free place.</param>
    /// <returns>Where it lies.</returns>
    /// <exception cref="ArgumentException">It does not fit there.</exception>
    public int AddCapability(byte id, int size, int offset = 0)
    {
        if (offset == 0)
            offset = FindFree(size);

        if (offset < PciRegister.HeaderEnd || offset % 4 != 0 || size < 2 || offset > ConventionalSize - size
            || _isCapability.AsSpan(offset, size).Contains(true))
        {
            throw new ArgumentException($"Capability 0x{id:x} of {size} bytes does not fit at 0x{offset:x}.", nameof(offset));
        }

        _isCapability.AsSpan(offset, size).Fill(true);
        _writable.AsSpan(offset, size).Clear();
        SetByte(offset, id);
        SetByte(offset + 1, GetByte(PciRegister.CapabilityList));
        SetByte(PciRegister.CapabilityList, (byte)offset);
        SetUInt16(PciRegister.Status, (ushort)(GetUInt16(PciRegister.Status) | PciRegister.StatusCapabilityList));
        return offset;
    }

    /// <summary>Finds a capability in the list.</summary>
    /// <returns>Its offset, or 0. A list that runs in a circle ends.</returns>
    public int FindCapability(byte id)
    {
        if ((GetUInt16(PciRegister.Status) & PciRegister.StatusCapabilityList) == 0)
            return 0;

        var offset = GetByte(PciRegister.CapabilityList) & ~3;
        for (var step = 0; step < ConventionalSize / 4 && offset >= PciRegister.HeaderEnd; step++)
        {
            if (GetByte(offset) == id)
                return offset;

            offset = GetByte(offset + 1) & ~3;
        }

        return 0;
    }

    /// <summary>The function is complete: what it holds now is what <see cref="Reset"/> brings back.</summary>
    public void SetResetState() => _content.CopyTo(_reset, 0);

    /// <summary>Brings back what <see cref="SetResetState"/> saw.</summary>
    public void Reset() => _reset.CopyTo(_content, 0);

    /// <summary>Reads for software.</summary>
    /// <param name="offset">The first byte.</param>
    /// <param name="width">1, 2 or 4 bytes.</param>
    /// <returns>The value; ones for the bytes beyond the end.</returns>
    public uint Read(int offset, int width)
    {
        var value = 0u;
        for (var index = width - 1; index >= 0; index--)
            value = (value << 8) | (offset + index < Size ? _content[offset + index] : 0xFFu);

        return value;
    }

    /// <summary>Writes for software, as far as it may.</summary>
    /// <param name="offset">The first byte.</param>
    /// <param name="width">1, 2 or 4 bytes.</param>
    /// <param name="value">The value; what lies beyond the end is dropped.</param>
    public void Write(int offset, int width, uint value)
    {
        for (var index = 0; index < width && offset + index < Size; index++, value >>= 8)
        {
            var at = offset + index;
            var written = (byte)value;
            var kept = (byte)((_content[at] & ~_writable[at]) | (written & _writable[at]));
            _content[at] = (byte)(kept & ~(written & _clearable[at]));
        }
    }

    private int FindFree(int size)
    {
        for (var offset = PciRegister.HeaderEnd; offset <= ConventionalSize - size; offset += 4)
        {
            if (!_isCapability.AsSpan(offset, size).Contains(true))
                return offset;
        }

        throw new ArgumentException($"No {size} bytes are free for a capability.", nameof(size));
    }

    /// <summary>The bits of a byte that say what the function is, but for those that software or the device changes.</summary>
    private byte ConstantBits(int offset) => offset switch
    {
        PciRegister.Status => (byte)PciRegister.StatusCapabilityList,
        < PciRegister.Command => 0xFF,
        >= PciRegister.Revision and < PciRegister.CacheLineSize => 0xFF,
        PciRegister.HeaderType or PciRegister.CapabilityList => 0xFF,
        >= PciRegister.BaseAddress0 and < PciRegister.BaseAddress0 + 8 => 0xFF,

        // Four more registers, where the header is not a bridge's.
        >= PciRegister.BaseAddress0 + 8 and < PciRegister.BaseAddress0 + 24 when (GetByte(PciRegister.HeaderType) & 0x7F) == 0 => 0xFF,
        < ConventionalSize when _isCapability[offset] => 0xFF,
        _ => 0,
    };

    private static void SetMask(byte[] masks, int offset, int width, ulong mask)
    {
        for (var index = 0; index < width; index++, mask >>= 8)
            masks[offset + index] = (byte)mask;
    }
}
