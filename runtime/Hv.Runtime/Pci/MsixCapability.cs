using System.Buffers.Binary;
using Hv.Runtime.Declarations;
using Hv.Runtime.Memory;
using Hv.Runtime.Migration;

namespace Hv.Runtime.Pci;

/// <summary>Extended message-signalled interrupts of a function (PCI Local Bus 3.0, 6.8.2): a table of messages and pending bits.</summary>
[VmState("msix")]
public sealed partial class MsixCapability
{
    /// <summary>The capability's id.</summary>
    public const byte Id = 0x11;

    /// <summary>Bytes of a table entry: address, upper address, data, control.</summary>
    public const int EntrySize = 16;

    private const ushort EnableBit = 0x8000;
    private const ushort MaskAllBit = 0x4000;
    private const ushort SizeBits = 0x7FF;
    private const uint EntryMaskBit = 1;
    private const int CapabilitySize = 12;

    private readonly PciFunction _function;
    private readonly int _offset;

    [Derived(nameof(Content))]
    private readonly byte[] _table;

    [Derived(nameof(Content))]
    private readonly byte[] _pending;

    private MsixCapability(PciFunction function, int offset)
    {
        _function = function;
        _offset = offset;
        Vectors = (Control & SizeBits) + 1;
        _table = new byte[Vectors * EntrySize];
        _pending = new byte[((Vectors + 63) / 64) * sizeof(ulong)];
        function.Configuration.SetWritable(offset + 2, sizeof(ushort), EnableBit | MaskAllBit);
        Table = new MmioRegion($"{function.Type.Name}-msix-table", (ulong)_table.Length, new TableRegisters(this), function.Machine.Lock, 4, 4);
        Pending = new MmioRegion($"{function.Type.Name}-msix-pba", (ulong)_pending.Length, new PendingRegisters(this), function.Machine.Lock, 4);
        Reset();
    }

    /// <summary>Entries of the table.</summary>
    public int Vectors { get; }

    /// <summary>Whether interrupts go by messages now.</summary>
    public bool IsEnabled => (Control & EnableBit) != 0;

    /// <summary>The table, to be mapped behind a base address register.</summary>
    public MmioRegion Table { get; }

    /// <summary>The pending bits, to be mapped behind a base address register.</summary>
    public MmioRegion Pending { get; }

    /// <summary>The table, then the pending bits, a byte for eight: as they lie behind the base address registers.</summary>
    [Migrated(Name = "msix", TypeName = "msix state", Codec = typeof(Codec))]
    private MsixCapability Content => this;

    private ushort Control => _function.Configuration.GetUInt16(_offset + 2);

    private bool AllAreMasked => (Control & MaskAllBit) != 0;

    internal static MsixCapability Add(
        PciFunction function, int vectors, int offset, int tableBar, uint tableOffset, int pendingBar, uint pendingOffset)
    {
        if (vectors is < 1 or > SizeBits + 1)
            throw new ArgumentOutOfRangeException(nameof(vectors), vectors, $"A function has 1 to {SizeBits + 1} MSI-X vectors.");

        var configuration = function.Configuration;
        offset = configuration.AddCapability(Id, CapabilitySize, offset);
        configuration.SetUInt16(offset + 2, (ushort)(vectors - 1));
        configuration.SetUInt32(offset + 4, tableOffset | (uint)tableBar);
        configuration.SetUInt32(offset + 8, pendingOffset | (uint)pendingBar);
        return new MsixCapability(function, offset);
    }

    internal static MsixCapability? Find(PciFunction function)
    {
        var offset = function.Configuration.FindCapability(Id);
        return offset == 0 ? null : new MsixCapability(function, offset);
    }

    /// <summary>Sets the message of a vector and unmasks it, as firmware does for software.</summary>
    public void SetMessage(int vector, ulong address, uint data)
    {
        var entry = Entry(vector);
        BinaryPrimitives.WriteUInt64LittleEndian(entry, address);
        BinaryPrimitives.WriteUInt32LittleEndian(entry[8..], data);
        BinaryPrimitives.WriteUInt32LittleEndian(entry[12..], BinaryPrimitives.ReadUInt32LittleEndian(entry[12..]) & ~EntryMaskBit);
        SendPending(vector);
        _function.OnMessagesSet();
    }

    /// <summary>The message of a vector.</summary>
    public (ulong Address, uint Data) GetMessage(int vector)
    {
        var entry = Entry(vector);
        return (BinaryPrimitives.ReadUInt64LittleEndian(entry), BinaryPrimitives.ReadUInt32LittleEndian(entry[8..]));
    }

    /// <summary>Whether software has unmasked a vector: it waits for its message, now or once all are unmasked.</summary>
    public bool IsUsed(int vector) => (Entry(vector)[12] & EntryMaskBit) == 0;

    /// <summary>Raises a vector: sends its message, or remembers it while it is masked.</summary>
    public void Notify(int vector)
    {
        if (!IsEnabled || vector < 0 || vector >= Vectors)
            return;

        if (IsMasked(vector))
        {
            _pending[vector / 8] |= (byte)(1 << (vector % 8));
            return;
        }

        var (address, data) = GetMessage(vector);
        _function.SendMessage(address, data);
    }

    internal void OnConfigurationWritten(int offset, int width)
    {
        if (offset >= _offset + 4 || offset + width <= _offset + 2)
            return;

        for (var vector = 0; vector < Vectors; vector++)
            SendPending(vector);
    }

    internal void Reset()
    {
        var configuration = _function.Configuration;
        configuration.SetUInt16(_offset + 2, (ushort)(Control & ~(EnableBit | MaskAllBit)));
        _table.AsSpan().Clear();
        _pending.AsSpan().Clear();
        for (var vector = 0; vector < Vectors; vector++)
            Entry(vector)[12] = (byte)EntryMaskBit;
    }

    private Span<byte> Entry(int vector) => _table.AsSpan(vector * EntrySize, EntrySize);

    private bool IsMasked(int vector) => AllAreMasked || (Entry(vector)[12] & EntryMaskBit) != 0;

    private void SendPending(int vector)
    {
        var bit = (byte)(1 << (vector % 8));
        if ((_pending[vector / 8] & bit) == 0 || !IsEnabled || IsMasked(vector))
            return;

        _pending[vector / 8] &= (byte)~bit;
        Notify(vector);
    }

    private static ulong Read(byte[] content, ulong offset, int width)
    {
        Span<byte> value = stackalloc byte[sizeof(ulong)];
        value.Clear();
        content.AsSpan((int)offset, width).CopyTo(value);
        return BinaryPrimitives.ReadUInt64LittleEndian(value);
    }

    private sealed class Codec : IStateCodec<MsixCapability>
    {
        public static void Save(StateWriter writer, StateField field, MsixCapability value)
        {
            writer.BeginField(field);
            writer.WriteRaw(value._table);
            writer.WriteRaw(value._pending.AsSpan(0, PendingBytes(value)));
            writer.EndField();
        }

        public static MsixCapability Load(StateReader reader, StateField field, MsixCapability current)
        {
            reader.ReadBuffer(field, current._table);
            reader.ReadBuffer(field, current._pending.AsSpan(0, PendingBytes(current)));
            return current;
        }

        private static int PendingBytes(MsixCapability value) => (value.Vectors + 7) / 8;
    }

    private sealed class TableRegisters(MsixCapability owner) : IMmioDevice
    {
        public ulong ReadRegister(ulong offset, int width) => Read(owner._table, offset, width);

        public void WriteRegister(ulong offset, int width, ulong value)
        {
            Span<byte> bytes = stackalloc byte[sizeof(ulong)];
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
            bytes[..width].CopyTo(owner._table.AsSpan((int)offset));
            owner.SendPending((int)(offset / EntrySize));
        }
    }

    private sealed class PendingRegisters(MsixCapability owner) : IMmioDevice
    {
        public ulong ReadRegister(ulong offset, int width) => Read(owner._pending, offset, width);

        public void WriteRegister(ulong offset, int width, ulong value)
        {
            // Read-only.
        }
    }
}
