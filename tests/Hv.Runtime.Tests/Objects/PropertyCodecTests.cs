using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using Hv.Runtime.Declarations;
using Hv.Runtime.Objects;

namespace Hv.Runtime.Tests.Objects;

/// <summary>The values of properties in the syntax QEMU's users know.</summary>
internal sealed class PropertyCodecTests
{
    private enum Fix
    {
        Broken,
        Workaround,
        FixedCcd,
    }

    private static readonly PropertyCodec<Fix> Fixes =
        PropertyCodec.Enumeration<Fix>(("broken", Fix.Broken), ("workaround", Fix.Workaround), ("fixed-ccd", Fix.FixedCcd));

    [TestCase("on", true)]
    [TestCase("yes", true)]
    [TestCase("true", true)]
    [TestCase("y", true)]
    [TestCase("off", false)]
    [TestCase("no", false)]
    [TestCase("false", false)]
    [TestCase("n", false)]
    public void Booleans_have_four_pairs_of_names(string text, bool expected)
    {
        Assert.That(PropertyCodec.Boolean.TryParse(text, out var value));
        Assert.That(value, Is.EqualTo(expected));
    }

    [TestCase("")]
    [TestCase("ON")]
    [TestCase("1")]
    [TestCase(" on")]
    [TestCase("onoff")]
    public void Other_texts_are_no_booleans(string text) => Assert.That(PropertyCodec.Boolean.TryParse(text, out _), Is.False);

    [TestCase("0", 0UL)]
    [TestCase("007", 7UL)]
    [TestCase("+5", 5UL)]
    [TestCase("-0", 0UL)]
    [TestCase("0x10", 16UL)]
    [TestCase("0XfF", 255UL)]
    [TestCase("0x1e", 30UL)]
    [TestCase("0xffffffffffffffff", ulong.MaxValue)]
    [TestCase("18446744073709551615", ulong.MaxValue)]
    [TestCase("512B", 512UL)]
    [TestCase("64K", 65536UL)]
    [TestCase("64k", 65536UL)]
    [TestCase("1M", 1UL << 20)]
    [TestCase("1.5G", 3UL << 29)]
    [TestCase(".5K", 512UL)]
    [TestCase("2T", 2UL << 40)]
    [TestCase("1P", 1UL << 50)]
    [TestCase("15E", 15UL << 60)]
    [TestCase("15.5E", 31UL << 59)]
    public void Integers_are_decimal_hexadecimal_or_have_a_unit(string text, ulong expected)
    {
        foreach (var format in Enum.GetValues<PropertyFormat>())
        {
            Assert.That(PropertyCodec.Integer<ulong>(format: format).TryParse(text, out var value));
            Assert.That(value, Is.EqualTo(expected));
        }
    }

    [TestCase("-1", -1L)]
    [TestCase("-0x10", -16L)]
    [TestCase("-4K", -4096L)]
    [TestCase("-9223372036854775808", long.MinValue)]
    [TestCase("-8E", long.MinValue)]
    [TestCase("0x7fffffffffffffff", long.MaxValue)]
    public void Signed_integers_have_a_sign(string text, long expected)
    {
        Assert.That(PropertyCodec.Integer<long>().TryParse(text, out var value));
        Assert.That(value, Is.EqualTo(expected));
    }

    [TestCase("")]
    [TestCase(" 1")]
    [TestCase("1 ")]
    [TestCase("-")]
    [TestCase("--1")]
    [TestCase("-+1")]
    [TestCase("0x")]
    [TestCase("0x-1")]
    [TestCase("0xg")]
    [TestCase("x10")]
    [TestCase("K")]
    [TestCase("1.5")]
    [TestCase("1.5B")]
    [TestCase("1.1K")]
    [TestCase("1KK")]
    [TestCase("1,000")]
    [TestCase("1Z")]
    [TestCase("one")]
    [TestCase("٣")]
    public void Other_texts_are_no_integers(string text) => Assert.That(PropertyCodec.Integer<long>().TryParse(text, out _), Is.False);

    [TestCase("-1")]
    [TestCase("18446744073709551616")]
    [TestCase("0x10000000000000000")]
    [TestCase("16E")]
    [TestCase("79228162514264337593543950335E")]
    [TestCase("999999999999999999999999999999999999999999")]
    public void A_number_that_the_type_does_not_hold_is_refused(string text) =>
        Assert.That(PropertyCodec.Integer<ulong>().TryParse(text, out _), Is.False);

    [Test]
    public void Narrow_types_refuse_what_they_do_not_hold()
    {
        Assert.That(PropertyCodec.Integer<byte>().TryParse("256", out _), Is.False);
        Assert.That(PropertyCodec.Integer<byte>().TryParse("1K", out _), Is.False);
        Assert.That(PropertyCodec.Integer<int>().TryParse("0xffffffff", out _), Is.False, "a bit pattern is not a negative number");
        Assert.That(PropertyCodec.Integer<int>().TryParse("-2147483649", out _), Is.False);
    }

    [Test]
    public void The_range_is_judged_after_reading()
    {
        var codec = PropertyCodec.Integer<byte>(minimum: 1, maximum: 5);
        Assert.That(codec.TryParse("6", out var value));
        Assert.That(codec.IsAllowed(value), Is.False);
        Assert.That(codec.IsAllowed(1) && codec.IsAllowed(5) && !codec.IsAllowed(0));
        Assert.That(codec.Allowed, Is.EqualTo("1 to 5"));
    }

    [TestCase(PropertyFormat.Decimal, 4096L, "4096")]
    [TestCase(PropertyFormat.Decimal, -1L, "-1")]
    [TestCase(PropertyFormat.Hexadecimal, 255L, "0xff")]
    [TestCase(PropertyFormat.Hexadecimal, -1L, "-0x1")]
    [TestCase(PropertyFormat.Hexadecimal, long.MinValue, "-0x8000000000000000")]
    [TestCase(PropertyFormat.Size, 0L, "0")]
    [TestCase(PropertyFormat.Size, 1000L, "1000")]
    [TestCase(PropertyFormat.Size, 1536L, "1536")]
    [TestCase(PropertyFormat.Size, 65536L, "64K")]
    [TestCase(PropertyFormat.Size, 3L << 29, "1536M")]
    [TestCase(PropertyFormat.Size, -4096L, "-4K")]
    [TestCase(PropertyFormat.Size, long.MinValue, "-8E")]
    public void Integers_are_shown_in_the_format_of_their_declaration(PropertyFormat format, long value, string expected) =>
        Assert.That(PropertyCodec.Integer<long>(format: format).Format(value), Is.EqualTo(expected));

    [Test]
    public void Types_are_called_as_users_know_them()
    {
        Assert.That(PropertyCodec.Integer<byte>().TypeName, Is.EqualTo("uint8"));
        Assert.That(PropertyCodec.Integer<int>().TypeName, Is.EqualTo("int32"));
        Assert.That(PropertyCodec.Integer<ulong>(format: PropertyFormat.Size).TypeName, Is.EqualTo("size"));
        Assert.That(PropertyCodec.Boolean.TypeName, Is.EqualTo("bool"));
        Assert.That(PropertyCodec.Text.TypeName, Is.EqualTo("string"));
        Assert.That(Fixes.TypeName, Is.EqualTo("enum"));
    }

    [Test]
    public void An_enum_has_named_values()
    {
        Assert.That(Fixes.TryParse("fixed-ccd", out var value));
        Assert.That(value, Is.EqualTo(Fix.FixedCcd));
        Assert.That(Fixes.Format(value), Is.EqualTo("fixed-ccd"));
        Assert.That(Fixes.Allowed, Is.EqualTo("broken, workaround, fixed-ccd"));
        Assert.That(Fixes.TryParse("FixedCcd", out _) || Fixes.TryParse("2", out _), Is.False);
        Assert.That(Fixes.IsAllowed((Fix)7), Is.False);
        Assert.That(Fixes.Suggest("workarund"), Is.EqualTo(" Did you mean 'workaround'?"));
    }

    [Test]
    public void A_text_is_never_null() => Assert.That(PropertyCodec.Text.IsAllowed(null!), Is.False);

    [Test]
    public void Unsigned_integers_are_read_as_they_are_shown()
    {
        Prop.ForAll<byte>(RoundTrips).QuickCheckThrowOnFailure();
        Prop.ForAll<ushort>(RoundTrips).QuickCheckThrowOnFailure();
        Prop.ForAll<uint>(RoundTrips).QuickCheckThrowOnFailure();
        Prop.ForAll<ulong, byte>((value, shift) => RoundTrips(value << (shift % 64))).QuickCheckThrowOnFailure();
    }

    [Test]
    public void Signed_integers_are_read_as_they_are_shown()
    {
        Prop.ForAll<int, byte>((value, shift) => RoundTrips(value << (shift % 32))).QuickCheckThrowOnFailure();
        Prop.ForAll<long, byte>((value, shift) => RoundTrips(value << (shift % 64))).QuickCheckThrowOnFailure();
        Assert.That(RoundTrips(int.MinValue) && RoundTrips(int.MaxValue) && RoundTrips(long.MinValue) && RoundTrips(long.MaxValue));
    }

    [Test]
    public void No_text_makes_reading_throw() => Prop.ForAll<string?>(text =>
        !PropertyCodec.Integer<ulong>().TryParse(text ?? "", out _) || text!.Any(char.IsAsciiHexDigit)).QuickCheckThrowOnFailure();

    private static bool RoundTrips<T>(T value)
        where T : struct, IBinaryInteger<T>, IMinMaxValue<T> =>
        Enum.GetValues<PropertyFormat>().All(format =>
            PropertyCodec.Integer<T>(format: format) is var codec && codec.TryParse(codec.Format(value), out var read) && read == value);
}
