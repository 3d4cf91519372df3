using System.Numerics;

namespace Hv.Runtime.Pci;

/// <summary>Message-signalled interrupts of a function (PCI Local Bus 3.0, 6.8.1).</summary>
public sealed class MsiCapability
{
    /// <summary>The capability's id.</summary>
    public const byte Id = 0x05;

    private const ushort EnableBit = 0x1;
    private const ushort AllocatedBits = 0x70;
    private const int AllocatedShift = 4;
    private const int OfferedShift = 1;
    private const ushort Is64BitBit = 0x80;
    private const ushort IsMaskableBit = 0x100;
    private const int MaximumLog = 5;

    private readonly PciFunction _function;
    private readonly int _offset;

    private MsiCapability(PciFunction function, int offset)
    {
        _function = function;
        _offset = offset;
    }

    /// <summary>Whether interrupts go by messages now.</summary>
    public bool IsEnabled => (Control & EnableBit) != 0;

    /// <summary>How many vectors the function offers.</summary>
    public int OfferedVectors => 1 << Math.Min((Control >> OfferedShift) & 7, MaximumLog);

    /// <summary>How many vectors software has given it: a power of two, at most those offered.</summary>
    public int AllocatedVectors => 1 << Math.Min((Control & AllocatedBits) >> AllocatedShift, BitOperations.Log2((uint)OfferedVectors));

    /// <summary>Where messages go.</summary>
    public ulong MessageAddress
    {
        get
        {
            ulong low = Configuration.GetUInt32(_offset + 4);
            return Is64Bit ? low | ((ulong)Configuration.GetUInt32(_offset + 8) << 32) : low;
        }
    }

    /// <summary>What messages carry; the low bits count vectors.</summary>
    public ushort MessageData => Configuration.GetUInt16(DataOffset);

    private PciConfigurationSpace Configuration => _function.Configuration;

    private ushort Control => Configuration.GetUInt16(_offset + 2);

    private bool Is64Bit => (Control & Is64BitBit) != 0;

    private bool IsMaskable => (Control & IsMaskableBit) != 0;

    private int Size => SizeOf(Is64Bit, IsMaskable);

    private int DataOffset => _offset + (Is64Bit ? 12 : 8);

    private int MaskOffset => _offset + (Is64Bit ? 16 : 12);

    private int PendingOffset => MaskOffset + 4;

    internal static MsiCapability Add(PciFunction function, int vectors, int offset, bool is64Bit, bool isMaskable)
    {
        if (!int.IsPow2(vectors) || vectors > 1 << MaximumLog)
            throw new ArgumentOutOfRangeException(nameof(vectors), vectors, "A function has 1, 2, 4, 8, 16 or 32 MSI vectors.");

        var configuration = function.Configuration;
        offset = configuration.AddCapability(Id, SizeOf(is64Bit, isMaskable), offset);
        configuration.SetUInt16(
            offset + 2,
            (ushort)((BitOperations.Log2((uint)vectors) << OfferedShift) | (is64Bit ? Is64BitBit : 0) | (isMaskable ? IsMaskableBit : 0)));
        var msi = new MsiCapability(function, offset);
        msi.SetWritable();
        return msi;
    }

    internal static MsiCapability? Find(PciFunction function)
    {
        var offset = function.Configuration.FindCapability(Id);
        if (offset == 0)
            return null;

        var msi = new MsiCapability(function, offset);
        msi.SetWritable();
        return msi;
    }

    /// <summary>Sets where messages go and what they carry, as firmware does for software.</summary>
    public void SetMessage(ulong address, uint data)
    {
        Configuration.SetUInt32(_offset + 4, (uint)address);
        if (Is64Bit)
            Configuration.SetUInt32(_offset + 8, (uint)(address >> 32));

        Configuration.SetUInt16(DataOffset, (ushort)data);
    }

    /// <summary>Raises a vector: sends its message, or remembers it while it is masked.</summary>
    /// <param name="vector">0 up to <see cref="OfferedVectors"/>; beyond those allocated vectors are shared.</param>
    public void Notify(int vector)
    {
        if (!IsEnabled || vector < 0 || vector >= OfferedVectors)
            return;

        var allocated = AllocatedVectors;
        vector %= allocated;
        if (IsMaskable && (Configuration.GetUInt32(MaskOffset) & (1u << vector)) != 0)
        {
            Configuration.SetUInt32(PendingOffset, Configuration.GetUInt32(PendingOffset) | (1u << vector));
            return;
        }

        var data = (uint)((MessageData & ~(allocated - 1)) | vector);
        _function.SendMessage(MessageAddress, allocated == 1 ? MessageData : data);
    }

    internal void OnConfigurationWritten(int offset, int width)
    {
        if (offset + width <= _offset || offset >= _offset + Size || !IsEnabled)
            return;

        // Software that switches it on with more vectors than are offered finds that it got those that are.
        var allocated = BitOperations.Log2((uint)AllocatedVectors);
        Configuration.SetUInt16(_offset + 2, (ushort)((Control & ~AllocatedBits) | (allocated << AllocatedShift)));
        if (!IsMaskable)
            return;

        // What became pending while masked is sent when the mask goes.
        for (var vector = 0; vector < AllocatedVectors; vector++)
        {
            var bit = 1u << vector;
            var pending = Configuration.GetUInt32(PendingOffset);
            if ((pending & bit) != 0 && (Configuration.GetUInt32(MaskOffset) & bit) == 0)
            {
                Configuration.SetUInt32(PendingOffset, pending & ~bit);
                Notify(vector);
            }
        }
    }

    internal void Reset() => Configuration.SetUInt16(_offset + 2, (ushort)(Control & ~(EnableBit | AllocatedBits)));

    private static int SizeOf(bool is64Bit, bool isMaskable) => 10 + (is64Bit ? 4 : 0) + (isMaskable ? 10 : 0);

    private void SetWritable()
    {
        Configuration.SetWritable(_offset + 2, sizeof(ushort), EnableBit | AllocatedBits);
        Configuration.SetWritable(_offset + 4, sizeof(uint), 0xFFFF_FFFC);
        if (Is64Bit)
            Configuration.SetWritable(_offset + 8, sizeof(uint), uint.MaxValue);

        Configuration.SetWritable(DataOffset, sizeof(ushort), ushort.MaxValue);
        if (IsMaskable)
        {
            Configuration.SetWritable(MaskOffset, sizeof(uint), uint.MaxValue >> (32 - OfferedVectors));
            Configuration.SetWritable(PendingOffset, sizeof(uint), 0);
            Configuration.SetVolatile(PendingOffset, sizeof(uint), uint.MaxValue);
        }
    }
}
