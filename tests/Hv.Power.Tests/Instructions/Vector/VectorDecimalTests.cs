using System.Globalization;
using System.Numerics;
using Hv.Power.Execution;
using Hv.Power.Memory;
using Hv.Power.State;
using Hv.Power.Tests.Infrastructure;

namespace Hv.Power.Tests.Instructions.Vector;

/// <summary>Decimals against arithmetic on whole numbers.</summary>
internal sealed class VectorDecimalTests
{
    private const uint Less = 8;
    private const uint Greater = 4;
    private const uint Equal = 2;
    private const uint Overflow = 1;

    private static readonly BigInteger Modulus = BigInteger.Pow(10, 31);

    [TestCase("bcdadd.", 1)]
    [TestCase("bcdsub.", -1)]
    public void Sums_and_differences_have_31_digits(string mnemonic, int sign)
    {
        var random = new Random(7);
        using var program = new Program<BigEndian64>($"{mnemonic} v3,v1,v2,0\nsc");
        program.State.Msr |= MachineState.Vector;
        for (var round = 0; round < 2000; round++)
        {
            var (first, second) = (round % 7 == 0 ? sign : Number(random), round % 5 == 0 ? Modulus - 1 : Number(random));
            (program.State.Vr(1), program.State.Vr(2)) = (Packed(first), Packed(second));
            program.State.Nia = program.Code.Origin;
            Assert.That(program.Run().Interrupt.Cause, Is.EqualTo(Outcome.SystemCall));
            var sum = first + (sign * second);
            var isOverflow = BigInteger.Abs(sum) >= Modulus;
            Assert.That(program.State.Vr(3) >> 4, Is.EqualTo(Packed(sum % Modulus) >> 4), $"{first}, {second}");
            if (!sum.IsZero)
                Assert.That((uint)program.State.Vr(3) & 0xF, Is.EqualTo(sum < 0 ? 0xD : 0xC), $"{first}, {second}");

            var relation = sum.IsZero ? Equal : sum < 0 ? Less : Greater;
            Assert.That((program.State.Cr >> 4) & 0xF, Is.EqualTo(relation | (isOverflow ? Overflow : 0)), $"{first}, {second}");
        }
    }

    [TestCase("123456789012345678901234567890")]
    [TestCase("-9999999999999999999999999999999")]
    [TestCase("9999999999999999999999999999999")]
    [TestCase("-1")]
    [TestCase("0")]
    public void An_integer_is_what_its_decimal_is(string text)
    {
        var number = BigInteger.Parse(text, CultureInfo.InvariantCulture);
        using var program = new Program<BigEndian64>("bcdcfsq. v2,v1,0\nbcdctsq. v3,v2\nsc");
        program.State.Msr |= MachineState.Vector;
        program.State.Vr(1) = (UInt128)(Int128)number;
        program.Run();
        Assert.That(program.State.Vr(2), Is.EqualTo(Packed(number)));
        Assert.That(program.State.Vr(3), Is.EqualTo(program.State.Vr(1)));
    }

    [TestCase("10000000000000000000000000000000", Greater | Overflow)]
    [TestCase("-10000000000000000000000000000000", Less | Overflow)]
    public void An_integer_of_more_digits_leaves_the_target(string text, uint relation)
    {
        using var program = new Program<BigEndian64>("bcdcfsq. v2,v1,0\nsc");
        program.State.Msr |= MachineState.Vector;
        program.State.Vr(1) = (UInt128)(Int128)BigInteger.Parse(text, CultureInfo.InvariantCulture);
        program.State.Vr(2) = 0x77;
        program.Run();
        Assert.That((program.State.Vr(2), (program.State.Cr >> 4) & 0xF), Is.EqualTo(((UInt128)0x77, relation)));
    }

    [TestCase("bcdadd. v3,v1,v2,0")]
    [TestCase("bcdsub. v3,v2,v1,0")]
    [TestCase("bcds. v3,v1,v2,0")]
    [TestCase("bcdctn. v3,v2")]
    [TestCase("bcdcfz. v3,v2,0")]
    [TestCase("bcdsetsgn. v3,v2,0")]
    public void What_is_no_decimal_is_told(string instruction)
    {
        using var program = new Program<BigEndian64>($"{instruction}\nsc");
        program.State.Msr |= MachineState.Vector;
        program.State.Vr(1) = Packed(5);
        program.State.Vr(2) = 0xA0C;
        program.Run();
        Assert.That((program.State.Cr >> 4) & 0xF, Is.EqualTo(Overflow));
    }

    private static BigInteger Number(Random random)
    {
        var number = new BigInteger(random.NextInt64()) * random.NextInt64() % BigInteger.Pow(10, random.Next(1, 32));
        return random.Next(2) == 0 ? number : -number;
    }

    private static UInt128 Packed(BigInteger number)
    {
        var digits = BigInteger.Abs(number).ToString(CultureInfo.InvariantCulture);
        return UInt128.Parse(digits + (number.Sign < 0 ? "D" : "C"), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }
}
