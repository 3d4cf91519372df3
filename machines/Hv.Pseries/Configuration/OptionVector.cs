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

    [Migrated(Name = "bitmap", TypeName = "bitmap", Codec = typeof(BitmapCodec))]
    private readonly ulong[] _bits = new ulong[Bits / 64];

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
