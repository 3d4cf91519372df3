using Hv.Runtime.Declarations;
using Hv.Runtime.Migration;

namespace Hv.Pseries.Configuration;

/// <summary>
/// The options of an architecture option vector that platform and guest have agreed upon (ibm,client-architecture-support, LoPAR
/// B.6.2.3): up to 256 bytes, bit 0 the most significant of the first byte.
/// </summary>
[VmState("spapr_option_vector")]
public sealed partial class OptionVector
{
    private const int Bits = 2048;
    private const int WordBits = 64;
    private const int ByteBits = 8;

    [Migrated(Name = "bitmap", TypeName = "bitmap", Codec = typeof(BitmapCodec))]
    private readonly ulong[] _bits = new ulong[Bits / WordBits];

    /// <summary>The number of the last byte that has a bit; 0 when none has.</summary>
    public int LastByte
    {
        get
        {
            for (var number = Bits / ByteBits; number > 0; number--)
            {
                if (ByteAt(number) != 0)
                    return number;
            }

            return 0;
        }
    }

    /// <summary>Whether an option is agreed upon.</summary>
    public bool Contains(OptionVector5 option) => (_bits[(int)option / WordBits] & (1UL << ((int)option % WordBits))) != 0;

    /// <summary>Agrees upon an option.</summary>
    public void Add(OptionVector5 option) => _bits[(int)option / WordBits] |= 1UL << ((int)option % WordBits);

    /// <summary>A byte of the vector, 1 to 256, as it is written.</summary>
    public byte ByteAt(int number)
    {
        var value = 0;
        for (var bit = 0; bit < ByteBits; bit++)
            value |= Contains((OptionVector5)(((number - 1) * ByteBits) + bit)) ? 0x80 >> bit : 0;

        return (byte)value;
    }

    /// <summary>Whether an option is agreed upon.</summary>
    /// <param name="octet">Its byte, from 1 on.</param>
    /// <param name="bit">Its bit, 0 the most significant.</param>
    public bool Has(int octet, int bit)
    {
        var index = ((octet - 1) * 8) + bit;
        return (_bits[index / 64] & (1UL << (index % 64))) != 0;
    }

    /// <summary>Nothing is agreed upon.</summary>
    public void Clear() => _bits.AsSpan().Clear();
}
