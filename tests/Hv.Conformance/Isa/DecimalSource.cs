namespace Hv.Conformance.Isa;

/// <summary>Random decimals in the formats of vectors (Power ISA, Book I, 6.12), few of them invalid.</summary>
internal sealed class DecimalSource(Random random)
{
    private const int Invalid = 12;

    /// <summary>Digits, and the code of a sign.</summary>
    public UInt128 NextPacked() => (Digits(31) << 4) | (UInt128)(uint)(random.Next(Invalid) == 0 ? random.Next(16) : random.Next(10, 16));

    /// <summary>Seven digits and a sign as characters of sixteen bits.</summary>
    public UInt128 NextNational()
    {
        var digits = Digits(7);
        var national = (UInt128)(random.Next(2) == 0 ? '+' : '-');
        for (var position = 1; position < 8; position++)
            national |= ('0' + ((digits >> (4 * (position - 1))) & 0xF)) << (16 * position);

        return Spoiled(national);
    }

    /// <summary>Sixteen digits in bytes, all with the zone 3 or F but for the last, which may have a sign.</summary>
    public UInt128 NextZoned()
    {
        var digits = Digits(16);
        var zone = (uint)(random.Next(2) == 0 ? 3 : 0xF);
        UInt128 zoned = 0;
        for (var position = 0; position < 16; position++)
        {
            var first = position == 0 && random.Next(4) != 0 ? (uint)random.Next(16) : zone;
            zoned |= ((first << 4) | ((digits >> (4 * position)) & 0xF)) << (8 * position);
        }

        return Spoiled(zoned);
    }

    /// <summary>A small signed number in the first doubleword, as a byte or a halfword.</summary>
    public UInt128 NextCount()
    {
        var count = random.Next(-34, 35);
        return new UInt128((ulong)random.NextInt64() << 16 | (ushort)(random.Next(2) == 0 ? Math.Abs(count) : count), (ulong)random.NextInt64());
    }

    private UInt128 Digits(int length)
    {
        UInt128 digits = 0;
        var used = random.Next(4) == 0 ? 0 : random.Next(length + 1);
        var repeated = random.Next(6) switch { 0 => 9, 1 => 0, _ => -1 };
        for (var index = 0; index < used; index++)
            digits = (digits << 4) | (uint)(repeated >= 0 && random.Next(20) != 0 ? repeated : random.Next(10));

        return random.Next(Invalid) == 0 ? digits | ((UInt128)(uint)random.Next(16) << (4 * random.Next(length))) : digits;
    }

    private UInt128 Spoiled(UInt128 value) => random.Next(Invalid) == 0 ? value ^ (UInt128.One << random.Next(128)) : value;
}
