using Hv.Power.Declarations;

namespace Hv.Power.Instructions.Vector;

/// <summary>Signed and unsigned decimals in vectors (Power ISA, Book I, 6.12, 6.9.1.3).</summary>
[Instructions(typeof(PowerIsa), Facility = Facility.Vector)]
internal static partial class VectorDecimal
{
    private const ushort Plus = '+';
    private const ushort Minus = '-';

    /// <summary>Decimal Add Modulo: VRT ← VRA + VRB.</summary>
    [Instruction("bcdadd.", "4 VRT VRA VRB 1 PS 1", Isa.V2_07)]
    private static (UInt128 vrt, uint cr6) Add(UInt128 vra, UInt128 vrb, uint ps) =>
        PackedDecimal.Add(PackedDecimal.Parse(vra), PackedDecimal.Parse(vrb), ps);

    /// <summary>Decimal Subtract Modulo: VRT ← VRA − VRB.</summary>
    [Instruction("bcdsub.", "4 VRT VRA VRB 1 PS 65", Isa.V2_07)]
    private static (UInt128 vrt, uint cr6) Subtract(UInt128 vra, UInt128 vrb, uint ps) =>
        PackedDecimal.Add(PackedDecimal.Parse(vra), PackedDecimal.Parse(vrb).Negated, ps);

    /// <summary>Decimal Convert From National: VRT ← VRB, seven digits and a sign of sixteen bits each.</summary>
    [Instruction("bcdcfn.", "4 VRT 7 VRB 1 PS 385", Isa.V3_0)]
    private static (UInt128 vrt, uint cr6) FromNational(UInt128 vrb, uint ps, UInt128 vrt)
    {
        var sign = (ushort)vrb;
        var isValid = sign is Plus or Minus;
        UInt128 digits = 0;
        for (var position = 1; position < 8 && isValid; position++)
        {
            var character = (ushort)(vrb >> (16 * position));
            isValid = character is >= '0' and <= '9';
            if (isValid)
                digits |= (UInt128)(character & 0xF) << (4 * (position - 1));
        }

        return new PackedDecimal(digits, sign == Minus, isValid).Result(ps, vrt);
    }

    /// <summary>Decimal Convert From Zoned: VRT ← VRB, sixteen bytes of a digit each, the last of which has a sign.</summary>
    [Instruction("bcdcfz.", "4 VRT 6 VRB 1 PS 385", Isa.V3_0)]
    private static (UInt128 vrt, uint cr6) FromZoned(UInt128 vrb, uint ps, UInt128 vrt)
    {
        var zone = ZoneOf(ps);
        var sign = (uint)(vrb >> 4) & 0xF;
        var isValid = ps == 0 || sign >= 0xA;
        UInt128 digits = 0;
        for (var position = 0; position < 16; position++)
        {
            var character = (byte)(vrb >> (8 * position));
            isValid &= (character & 0xF) <= 9 && (position == 0 || character >> 4 == zone);
            digits |= (UInt128)(character & 0xF) << (4 * position);
        }

        var isNegative = ps == 0 ? (sign & 4) != 0 : sign is 0xB or 0xD;
        return new PackedDecimal(digits, isNegative, isValid).Result(0, vrt);
    }

    /// <summary>Decimal Convert To National: VRT ← seven digits of VRB and its sign, of sixteen bits each.</summary>
    [Instruction("bcdctn.", "4 VRT 5 VRB 1 /:1 385:9", Isa.V3_0)]
    private static (UInt128 vrt, uint cr6) ToNational(UInt128 vrb, UInt128 vrt)
    {
        var number = PackedDecimal.Parse(vrb);
        UInt128 national = number.IsNegative ? Minus : Plus;
        for (var position = 0; position < 7; position++)
            national |= (UInt128)('0' + number.Digit(position)) << (16 * (position + 1));

        return (number.IsValid ? national : vrt, number.Relation(number.Digits >> (4 * 7) != 0));
    }

    /// <summary>Decimal Convert To Zoned: VRT ← sixteen digits of VRB, of eight bits each, the last with its sign.</summary>
    [Instruction("bcdctz.", "4 VRT 4 VRB 1 PS 385", Isa.V3_0)]
    private static (UInt128 vrt, uint cr6) ToZoned(UInt128 vrb, uint ps, UInt128 vrt)
    {
        var number = PackedDecimal.Parse(vrb);
        UInt128 zoned = 0;
        for (var position = 0; position < 16; position++)
            zoned |= (UInt128)((ZoneOf(ps) << 4) | number.Digit(position)) << (8 * position);

        var sign = ps == 0 ? (number.IsNegative ? 7u : 3u) : number.IsNegative ? 0xDu : 0xCu;
        zoned = (zoned & ~(UInt128)0xF0) | (sign << 4);
        return (number.IsValid ? zoned : vrt, number.Relation(number.Digits >> (4 * 16) != 0));
    }

    /// <summary>Decimal Convert From Signed Quadword: VRT ← VRB as a decimal.</summary>
    [Instruction("bcdcfsq.", "4 VRT 2 VRB 1 PS 385", Isa.V3_0)]
    private static (UInt128 vrt, uint cr6) FromInteger(UInt128 vrb, uint ps, UInt128 vrt)
    {
        var isNegative = (Int128)vrb < 0;
        var (digits, isTooLarge) = PackedDecimal.Digitize(isNegative ? 0 - vrb : vrb);
        var number = new PackedDecimal(digits, isNegative, true);
        return (isTooLarge ? vrt : number.Pack(ps), (number with { Digits = vrb }).Relation(isTooLarge));
    }

    /// <summary>Decimal Convert To Signed Quadword: VRT ← the decimal VRB as an integer.</summary>
    [Instruction("bcdctsq.", "4 VRT 0 VRB 1 /:1 385:9", Isa.V3_0)]
    private static (UInt128 vrt, uint cr6) ToInteger(UInt128 vrb, UInt128 vrt)
    {
        var number = PackedDecimal.Parse(vrb);
        UInt128 value = 0;
        for (var position = 30; position >= 0; position--)
            value = (value * 10) + number.Digit(position);

        return (!number.IsValid ? vrt : number.IsNegative ? 0 - value : value, number.Relation(false));
    }

    /// <summary>Decimal Copy Sign: VRT ← VRA with the sign of VRB.</summary>
    [Instruction("bcdcpsgn.", "4 VRT VRA VRB 833", Isa.V3_0)]
    private static (UInt128 vrt, uint cr6) CopySign(UInt128 vra, UInt128 vrb, UInt128 vrt)
    {
        var copied = (vra & ~(UInt128)0xF) | (vrb & 0xF);
        var isValid = PackedDecimal.Parse(vra).IsValid && PackedDecimal.Parse(vrb).IsValid;
        return (isValid ? copied : vrt, (PackedDecimal.Parse(copied) with { IsValid = isValid }).Relation(false));
    }

    /// <summary>Decimal Set Sign: VRT ← VRB with the preferred code of its sign.</summary>
    [Instruction("bcdsetsgn.", "4 VRT 31 VRB 1 PS 385", Isa.V3_0)]
    private static (UInt128 vrt, uint cr6) SetSign(UInt128 vrb, uint ps) =>
        (PackedDecimal.Parse(vrb).Pack(ps), PackedDecimal.Parse(vrb).Relation(false));

    /// <summary>
    /// Decimal Shift: VRT ← VRB shifted by as many digits as byte 7 of VRA says, to the right when that is negative.
    /// </summary>
    [Instruction("bcds.", "4 VRT VRA VRB 1 PS 193", Isa.V3_0)]
    private static (UInt128 vrt, uint cr6) Shift(ulong vra, UInt128 vrb, uint ps, UInt128 vrt)
    {
        var number = PackedDecimal.Parse(vrb);
        var (digits, isLost) = PackedDecimal.Shift(number.Digits, (sbyte)vra, 31);
        return number.Changed(digits, isLost, ps, vrt);
    }

    /// <summary>
    /// Decimal Unsigned Shift: VRT ← VRB, digits without a sign, shifted by as many as byte 7 of VRA says, to the right when
    /// that is negative.
    /// </summary>
    [Instruction("bcdus.", "4 VRT VRA VRB 1 /:1 129:9", Isa.V3_0)]
    private static (UInt128 vrt, uint cr6) ShiftUnsigned(ulong vra, UInt128 vrb, UInt128 vrt)
    {
        var (digits, isLost) = PackedDecimal.Shift(vrb, (sbyte)vra, 32);
        return PackedDecimal.Unsigned(vrb, digits, isLost, vrt);
    }

    /// <summary>
    /// Decimal Shift and Round: VRT ← VRB shifted by as many digits as byte 7 of VRA says, rounded when that is negative.
    /// </summary>
    [Instruction("bcdsr.", "4 VRT VRA VRB 1 PS 449", Isa.V3_0)]
    private static (UInt128 vrt, uint cr6) ShiftRound(ulong vra, UInt128 vrb, uint ps, UInt128 vrt)
    {
        var number = PackedDecimal.Parse(vrb);
        var count = Math.Max((int)(sbyte)vra, -31);
        var (digits, isLost) = PackedDecimal.Shift(number.Digits, count, 31);
        var last = count < 0 ? PackedDecimal.Shift(number.Digits, count + 1, 31).Digits & 0xF : 0;
        return number.Changed(last >= 5 ? PackedDecimal.AddDigits(digits, 1) : digits, isLost, ps, vrt);
    }

    /// <summary>Decimal Truncate: VRT ← as many digits of VRB as halfword 3 of VRA says.</summary>
    [Instruction("bcdtrunc.", "4 VRT VRA VRB 1 PS 257", Isa.V3_0)]
    private static (UInt128 vrt, uint cr6) Truncate(ulong vra, UInt128 vrb, uint ps, UInt128 vrt)
    {
        var number = PackedDecimal.Parse(vrb);
        var (digits, isLost) = PackedDecimal.Truncate(number.Digits, (ushort)vra, 31);
        return number.Changed(digits, isLost, ps, vrt);
    }

    /// <summary>Decimal Unsigned Truncate: VRT ← as many digits of VRB, which has no sign, as halfword 3 of VRA says.</summary>
    [Instruction("bcdutrunc.", "4 VRT VRA VRB 1 /:1 321:9", Isa.V3_0)]
    private static (UInt128 vrt, uint cr6) TruncateUnsigned(ulong vra, UInt128 vrb, UInt128 vrt)
    {
        var (digits, isLost) = PackedDecimal.Truncate(vrb, (ushort)vra, 32);
        return PackedDecimal.Unsigned(vrb, digits, isLost, vrt);
    }

    /// <summary>Vector Multiply-by-10 Unsigned Quadword: VRT ← VRA × 10.</summary>
    [Instruction("vmul10uq", "4 VRT VRA ///:5 513", Isa.V3_0)]
    private static UInt128 TimesTen(UInt128 vra) => vra * 10;

    /// <summary>
    /// Vector Multiply-by-10 and Write Carry-out Unsigned Quadword: VRT ← what of VRA × 10 goes beyond a quadword.
    /// </summary>
    [Instruction("vmul10cuq", "4 VRT VRA ///:5 1", Isa.V3_0)]
    private static UInt128 TimesTenCarry(UInt128 vra) => TimesTenCarry(vra, 0);

    /// <summary>Vector Multiply-by-10 Extended Unsigned Quadword: VRT ← VRA × 10 + the last digit of VRB.</summary>
    [Instruction("vmul10euq", "4 VRT VRA VRB 577", Isa.V3_0)]
    private static UInt128 TimesTenExtended(UInt128 vra, UInt128 vrb) => (vra * 10) + (vrb & 0xF);

    /// <summary>
    /// Vector Multiply-by-10 Extended and Write Carry-out Unsigned Quadword: VRT ← what of VRA × 10 + the last digit of VRB
    /// goes beyond a quadword.
    /// </summary>
    [Instruction("vmul10ecuq", "4 VRT VRA VRB 65", Isa.V3_0)]
    private static UInt128 TimesTenExtendedCarry(UInt128 vra, UInt128 vrb) => TimesTenCarry(vra, (ulong)vrb & 0xF);

    private static UInt128 TimesTenCarry(UInt128 value, ulong digit)
    {
        var low = ((UInt128)(ulong)value * 10) + digit;
        return (((value >> 64) * 10) + (low >> 64)) >> 64;
    }

    private static uint ZoneOf(uint ps) => ps == 0 ? 3u : 0xF;
}
