using Hv.Power.Execution;

namespace Hv.Power.Memory;

/// <summary>
/// What instructions see of memory: effective addresses, in the byte order and width that the processor runs in. A struct that
/// implements it is a type argument of every operation, so that an access is inlined into the instruction that makes it, and a
/// test of the byte order or of the width costs nothing.
/// </summary>
/// <remarks>
/// An access that fails has changed nothing; it returns something else than <see cref="Outcome.Completed"/>, and
/// <see cref="Fault"/> says more. An access may cross any boundary; what must not, instructions check
/// themselves. An aligned access of up to eight bytes is atomic, one of sixteen where the method says so.
/// </remarks>
public interface IPowerMemory
{
    /// <summary>Whether data is big-endian (MSR.LE is 0).</summary>
    static abstract bool IsBigEndian { get; }

    /// <summary>Whether addresses have 32 bits (MSR.SF is 0), and CR0, CA and OV reflect 32 bits.</summary>
    static abstract bool Is32Bit { get; }

    /// <summary>The size of a cache block in bytes: what dcbz clears.</summary>
    static abstract uint CacheBlock { get; }

    /// <summary>
    /// Whether stores to code are seen, so that what is decoded of it is known to be out of date; else only icbi tells.
    /// </summary>
    static abstract bool SeesStoresToCode { get; }

    /// <summary>The last access that failed.</summary>
    StorageFault Fault { get; }

    /// <summary>Finds the page of 4 KiB that an instruction lies in.</summary>
    Outcome Locate(ulong address, out CodeLocation location);

    /// <summary>Takes note that bytes of a page are about to be decoded.</summary>
    /// <param name="location">The page.</param>
    /// <param name="offset">The first byte in the page.</param>
    /// <param name="length">How many there are.</param>
    void Watch(in CodeLocation location, uint offset, uint length);

    /// <summary>Fetches an instruction, which is a word in the byte order of the processor's mode.</summary>
    Outcome Fetch(ulong address, out uint word);

    /// <summary>Loads a byte.</summary>
    Outcome Read(ulong ea, out byte value);

    /// <summary>Loads a halfword.</summary>
    Outcome Read(ulong ea, out ushort value);

    /// <summary>Loads a word.</summary>
    Outcome Read(ulong ea, out uint value);

    /// <summary>Loads a doubleword.</summary>
    Outcome Read(ulong ea, out ulong value);

    /// <summary>Loads a quadword; in one piece when it is aligned.</summary>
    Outcome Read(ulong ea, out UInt128 value);

    /// <summary>Stores a byte.</summary>
    Outcome Write(ulong ea, byte value);

    /// <summary>Stores a halfword.</summary>
    Outcome Write(ulong ea, ushort value);

    /// <summary>Stores a word.</summary>
    Outcome Write(ulong ea, uint value);

    /// <summary>Stores a doubleword.</summary>
    Outcome Write(ulong ea, ulong value);

    /// <summary>Stores a quadword; in one piece when it is aligned.</summary>
    Outcome Write(ulong ea, UInt128 value);

    /// <summary>Stores an aligned byte if the location still holds what is expected.</summary>
    Outcome CompareExchange(ulong ea, byte expected, byte value, out bool stored);

    /// <summary>Stores an aligned halfword if the location still holds what is expected.</summary>
    Outcome CompareExchange(ulong ea, ushort expected, ushort value, out bool stored);

    /// <summary>Stores an aligned word if the location still holds what is expected.</summary>
    Outcome CompareExchange(ulong ea, uint expected, uint value, out bool stored);

    /// <summary>Stores an aligned doubleword if the location still holds what is expected.</summary>
    Outcome CompareExchange(ulong ea, ulong expected, ulong value, out bool stored);

    /// <summary>Stores an aligned quadword if the location still holds what is expected.</summary>
    Outcome CompareExchange(ulong ea, UInt128 expected, UInt128 value, out bool stored);

    /// <summary>Asks for an access to bytes without making it, so that an instruction that stores much fails before it stores any.</summary>
    Outcome Probe(ulong ea, uint length, bool isStore);
}
