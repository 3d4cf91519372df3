using Hv.Runtime.Calls;

namespace Hv.Runtime.Tests.Calls;

public sealed class GuestShiftTests
{
    [TestCase(1ul, 12u, ExpectedResult = 0x1000ul)]
    [TestCase(1ul, 63u, ExpectedResult = 1ul << 63)]
    [TestCase(1ul, 64u, ExpectedResult = 0ul)]
    [TestCase(1ul, 76u, ExpectedResult = 0ul, TestName = "Left_by_76_is_not_left_by_12")]
    [TestCase(1ul, uint.MaxValue, ExpectedResult = 0ul)]
    public ulong Left(ulong value, uint count) => GuestShift.Left(value, count);

    [TestCase(0x1000ul, 12u, ExpectedResult = 1ul)]
    [TestCase(ulong.MaxValue, 64u, ExpectedResult = 0ul)]
    [TestCase(ulong.MaxValue, 76u, ExpectedResult = 0ul)]
    public ulong Right(ulong value, uint count) => GuestShift.Right(value, count);

    [Test]
    public void A_power_of_two_fits_up_to_63()
    {
        Assert.Multiple(() =>
        {
            Assert.That(GuestShift.TryPowerOfTwo(63, out var largest), Is.True);
            Assert.That(largest, Is.EqualTo(1UL << 63));
            Assert.That(GuestShift.TryPowerOfTwo(64, out _), Is.False);
        });
    }
}
