namespace Hv.Power.Instructions.Vector;

/// <summary>A signed packed decimal (Power ISA, Book I, 6.12): 31 digits, and the code of a sign behind them.</summary>
/// <param name="Digits">The digits, four bits each.</param>
/// <param name="IsNegative">Whether it is negative; zero may be.</param>
/// <param name="IsValid">Whether each digit is one, and the sign.</param>
internal readonly record struct PackedDecimal(UInt128 Digits, bool IsNegative, bool IsValid)
{
    private const int SignedDigits = 31;
    private const uint Less = 8;
    private const uint Greater = 4;
    private const uint Equal = 2;
    private const uint Overflow = 1;

    private static readonly UInt128 Ones = Repeat(1);
    private static readonly UInt128 Sixes = Repeat(6);
    private static readonly UInt128 Nines = Repeat(9) >> 4;
    private static readonly UInt128 Eights = Repeat(8);
    private static readonly UInt128 Mask = UInt128.MaxValue >> 4;

    /// <summary>The same with the other sign.</summary>
    public PackedDecimal Negated => this with { IsNegative = !IsNegative };

    /// <summary>Takes a quadword apart.</summary>
    public static PackedDecimal Parse(UInt128 packed)
    {
        var sign = (uint)packed & 0xF;
        return new PackedDecimal(packed >> 4, sign is 0xB or 0xD, sign >= 0xA && AreDigits(packed >> 4));
    }

    /// <summary>Whether all of 32 groups of four bits are digits.</summary>
    public static bool AreDigits(UInt128 digits) => (digits & ((digits << 1) | (digits << 2)) & Eights) == 0;

    /// <summary>The sum of two decimals, of which it has 31 digits, and what field 6 of CR says of it.</summary>
    public static (UInt128 Packed, uint Relation) Add(PackedDecimal first, PackedDecimal second, uint ps)
    {
        if (!first.IsValid || !second.IsValid)
            return (UInt128.MaxValue, Overflow);

        if (first.IsNegative != second.IsNegative)
        {
            var (greater, lesser) = first.Digits >= second.Digits ? (first, second) : (second, first);
            var difference = AddDigits(AddDigits(greater.Digits, Nines - lesser.Digits), 1) & Mask;
            return new PackedDecimal(difference, greater.IsNegative && difference != 0, true).Result(ps, default);
        }

        var sum = AddDigits(first.Digits, second.Digits);
        return ((first with { Digits = sum & Mask }).Pack(ps), (first with { Digits = sum }).Relation(sum > Mask));
    }

    /// <summary>The sum of digits, up to 31 of them, and the carry in front of them.</summary>
    public static UInt128 AddDigits(UInt128 first, UInt128 second)
    {
        // With six added to it, a digit carries as a decimal one does; where it did not, the six goes again.
        var raised = first + Sixes;
        var sum = raised + second;
        var carries = ((raised ^ second ^ sum) >> 4) & (Ones >> 4);
        return sum - ((((Ones >> 4) ^ carries) * 6) | (Sixes & ~(UInt128.MaxValue >> 4)));
    }

    /// <summary>The digits of a number, and whether it has more than 31 of them.</summary>
    public static (UInt128 Digits, bool IsTooLarge) Digitize(UInt128 number)
    {
        UInt128 digits = 0;
        for (var position = 0; position < SignedDigits && number != 0; position++)
        {
            (number, var digit) = UInt128.DivRem(number, 10);
            digits |= digit << (4 * position);
        }

        return (digits, number != 0);
    }

    /// <summary>Shifts digits to the left, or to the right by a negative count.</summary>
    /// <returns>As many digits as there were, and whether others than zeros went to the left of them.</returns>
    public static (UInt128 Digits, bool IsLost) Shift(UInt128 digits, int count, int length)
    {
        if (count <= 0)
            return (count <= -length ? 0 : digits >> (4 * -count), false);

        if (count >= length)
            return (0, digits != 0);

        return (Truncate(digits << (4 * count), length, length).Digits, digits >> (4 * (length - count)) != 0);
    }

    /// <summary>The last ones of digits, and whether there were others than zeros before them.</summary>
    public static (UInt128 Digits, bool IsLost) Truncate(UInt128 digits, int kept, int length) =>
        kept >= length ? (digits & (UInt128.MaxValue >> (128 - (4 * length))), false)
        : kept == 0 ? (0, digits != 0)
        : (digits & (UInt128.MaxValue >> (128 - (4 * kept))), digits >> (4 * kept) != 0);

    /// <summary>What an operation on digits without a sign gives, and what field 6 of CR says of it.</summary>
    public static (UInt128 Digits, uint Relation) Unsigned(UInt128 before, UInt128 after, bool isLost, UInt128 otherwise)
    {
        var number = new PackedDecimal(after, false, AreDigits(before));
        return (number.IsValid ? after : otherwise, number.Relation(isLost));
    }

    /// <summary>The quadword, with the preferred code of the sign: of the two for plus, F when <paramref name="ps"/> is 1.</summary>
    public UInt128 Pack(uint ps) => (Digits << 4) | (IsNegative ? 0xDu : ps == 0 ? 0xCu : 0xFu);

    /// <summary>What field 6 of CR says of it: how it compares with zero, and whether digits were lost, or that it is invalid.</summary>
    public uint Relation(bool isLost) =>
        !IsValid ? Overflow : (Digits == 0 ? Equal : IsNegative ? Less : Greater) | (isLost ? Overflow : 0);

    /// <summary>A digit, 0 being the last one.</summary>
    public uint Digit(int position) => (uint)(Digits >> (4 * position)) & 0xF;

    /// <summary>The quadword, another one when the decimal is invalid, and what field 6 of CR says of it.</summary>
    public (UInt128 Packed, uint Relation) Result(uint ps, UInt128 otherwise) => Changed(Digits, false, ps, otherwise);

    /// <summary>The quadword with other digits, another one when the decimal was invalid, and what field 6 of CR says of it.</summary>
    public (UInt128 Packed, uint Relation) Changed(UInt128 digits, bool isLost, uint ps, UInt128 otherwise)
    {
        var changed = this with { Digits = digits };
        return (IsValid ? changed.Pack(ps) : otherwise, changed.Relation(isLost));
    }

    private static UInt128 Repeat(uint digit) => new(0x1111_1111_1111_1111UL * digit, 0x1111_1111_1111_1111UL * digit);
}
