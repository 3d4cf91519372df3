using Hv.Pseries.Firmware;
using Hv.Pseries.Firmware.OpenFirmware;

namespace Hv.Pseries.Tests.Firmware.OpenFirmware;

public sealed class MemoryClaimsTests
{
    private const ulong First = 0x4000;
    private const ulong End = 0x400_0000;

    private readonly DeviceTreeNode _memory = new("memory@0");
    private MemoryClaims _claims = null!;

    [SetUp]
    public void Begin()
    {
        _claims = new MemoryClaims(_memory);
        _claims.Begin(First, End);
    }

    [Test]
    public void What_is_claimed_is_not_available_until_it_is_released()
    {
        var before = Available();
        Assert.That(_claims.TryClaim(0x10000, 0x1000), Is.True);
        Assert.That(Available(), Is.EqualTo("0000000000004000000000000000C00000000000000110000000000003FEF000"));
        Assert.That(_claims.TryClaim(0x10FFF, 1), Is.False);
        Assert.That(_claims.TryClaim(0xFFFF, 2), Is.False);
        Assert.That(_claims.TryRelease(0x10000, 0x1000), Is.True);
        Assert.That(Available(), Is.EqualTo(before), "neighbours are one range again");
    }

    [TestCase(0UL, 0x1000UL, TestName = "Firmware_itself_cannot_be_claimed")]
    [TestCase(End, 1UL)]
    [TestCase(End - 1, 2UL)]
    [TestCase(First, 0UL)]
    [TestCase(First, ulong.MaxValue)]
    [TestCase(ulong.MaxValue, ulong.MaxValue)]
    public void What_is_not_free_cannot_be_claimed(ulong address, ulong size) => Assert.That(_claims.TryClaim(address, size), Is.False);

    [TestCase(First, 0x1000UL)]
    [TestCase(End - 1, 2UL)]
    [TestCase(End, 0UL)]
    [TestCase(ulong.MaxValue, 2UL)]
    public void What_is_free_cannot_be_released(ulong address, ulong size) => Assert.That(_claims.TryRelease(address, size), Is.False);

    [TestCase(0x1000UL, 0x1_0000UL, 0x1_0000UL)]
    [TestCase(0x1000UL, 0x3000UL, 0x4000UL)]
    [TestCase(0x1000UL, 1UL, First)]
    public void Claims_anywhere_are_aligned(ulong size, ulong alignment, ulong expected)
    {
        Assert.That(_claims.TryClaimAny(size, alignment, out var address), Is.True);
        Assert.That(address, Is.EqualTo(expected));
    }

    [TestCase(End, 1UL)]
    [TestCase(0UL, 1UL)]
    [TestCase(ulong.MaxValue, 1UL)]
    [TestCase(1UL, 1UL << 63)]
    public void Claims_anywhere_that_fit_nowhere_fail(ulong size, ulong alignment) =>
        Assert.That(_claims.TryClaimAny(size, alignment, out _), Is.False);

    [Test]
    public void Holes_without_end_are_refused_and_lose_nothing()
    {
        var count = 0;
        while (_claims.TryClaim(First + ((ulong)count * 0x20) + 0x10, 0x10))
            count++;

        Assert.That(count, Is.EqualTo(1023), "1024 ranges are kept");
        var before = Available();
        Assert.That(_claims.TryClaim(0x100_0000, 0x10), Is.False);
        Assert.That(Available(), Is.EqualTo(before));
        for (var index = 0; index < count; index++)
            Assert.That(_claims.TryRelease(First + ((ulong)index * 0x20) + 0x10, 0x10), Is.True);

        Assert.That(_memory.Find(MemoryClaims.Available)!.Value, Has.Length.EqualTo(16));
    }

    [Test]
    public void Random_claims_and_releases_agree_with_a_map_of_pages()
    {
        const int Pages = 64;
        const ulong Page = 0x1000;
        var free = Enumerable.Range(0, Pages).Select(page => page >= 4).ToArray();
        _claims.Begin(4 * Page, Pages * Page);
        var random = new Random(3);
        for (var round = 0; round < 5000; round++)
        {
            var (start, count) = (random.Next(Pages), random.Next(1, 8));
            var range = Enumerable.Range(start, count);
            var isClaim = random.Next(2) == 0;
            var expected = range.All(page => isClaim ? page < Pages && free[page] : page < Pages && page >= 4 && !free[page]);
            if (!isClaim && range.Any(page => page is < 4 or >= Pages))
                continue;

            var done = isClaim ? _claims.TryClaim((ulong)start * Page, (ulong)count * Page) : _claims.TryRelease((ulong)start * Page, (ulong)count * Page);
            Assert.That(done, Is.EqualTo(expected), $"round {round}");
            if (done)
                Array.Fill(free, !isClaim, start, count);
        }
    }

    private string Available() => Convert.ToHexString(_memory.Find(MemoryClaims.Available)!.Value);
}
