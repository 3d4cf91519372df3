using System.Runtime.CompilerServices;

namespace Hv.Power.Memory;

/// <summary>
/// Exchanges of quadwords, for which .NET has no single instruction: one after the other in this process. A plain store of another
/// processor can fall in between.
/// </summary>
internal static unsafe class QuadwordExchange
{
    private static readonly Lock Exchanges = new();

    /// <summary>Replaces an aligned quadword of the host if it is what is expected.</summary>
    public static bool TryReplace(byte* host, UInt128 expected, UInt128 value)
    {
        lock (Exchanges)
        {
            if (Unsafe.ReadUnaligned<UInt128>(host) != expected)
                return false;

            Unsafe.WriteUnaligned(host, value);
            return true;
        }
    }
}
