namespace Hv.Power.Instructions;

/// <summary>The functions of atomic memory operations (Power ISA, Book II, 4.5.1 and 4.5.2).</summary>
internal static class AtomicFunction
{
    /// <summary>Store Twin: the location and the one after it, if they are equal.</summary>
    public const uint StoreTwin = 24;

    private const uint Swap = 8;
    private const uint CompareAndSwapNotEqual = 16;
    private const uint IncrementBounded = 24;
    private const uint IncrementEqual = 25;
    private const uint DecrementBounded = 28;
    private const ulong Block = 32;

    /// <summary>Whether a function of a load looks at a second location.</summary>
    public static bool HasNeighbour(uint function) => function is IncrementBounded or IncrementEqual or DecrementBounded;

    /// <summary>Where that is: 1 behind the location, -1 before it.</summary>
    public static long NeighbourOf(uint function) => function == DecrementBounded ? -1 : 1;

    /// <summary>
    /// Whether the location, and the one that the function looks at besides, are aligned and in one aligned block of 32 bytes: else
    /// there is an alignment interrupt.
    /// </summary>
    public static bool IsAligned(uint function, ulong ea, uint size)
    {
        var place = ea & (Block - 1);
        return (ea & (size - 1)) == 0 && function switch
        {
            IncrementBounded or IncrementEqual => place + size < Block,
            DecrementBounded => place > 0,
            _ => true,
        };
    }

    /// <summary>What a load makes of its location, and its result.</summary>
    /// <returns>Whether there is such a function.</returns>
    public static bool TryLoad(
        uint function, ulong old, ulong operand, ulong second, ulong neighbour, int bits, out ulong value, out ulong result)
    {
        result = old;
        switch (function)
        {
            case Swap:
                value = operand;
                return true;
            case CompareAndSwapNotEqual:
                value = old != operand ? second : old;
                return true;
            case IncrementBounded or IncrementEqual or DecrementBounded:
                var isDone = old == neighbour == (function == IncrementEqual);
                value = isDone ? old + (ulong)NeighbourOf(function) : old;
                result = isDone ? old : 1UL << (bits - 1);
                return true;
            default:
                return TryStore(function, old, operand, bits, out value);
        }
    }

    /// <summary>What a store makes of its location.</summary>
    /// <returns>Whether there is such a function.</returns>
    public static bool TryStore(uint function, ulong old, ulong operand, int bits, out ulong value)
    {
        var shift = 64 - bits;
        var (signedOld, signedOperand) = ((long)(old << shift) >> shift, (long)(operand << shift) >> shift);
        (var isKnown, value) = function switch
        {
            0 => (true, old + operand),
            1 => (true, old ^ operand),
            2 => (true, old | operand),
            3 => (true, old & operand),
            4 => (true, Math.Max(old, operand)),
            5 => (true, (ulong)Math.Max(signedOld, signedOperand)),
            6 => (true, Math.Min(old, operand)),
            7 => (true, (ulong)Math.Min(signedOld, signedOperand)),
            _ => (false, old),
        };
        return isKnown;
    }
}
