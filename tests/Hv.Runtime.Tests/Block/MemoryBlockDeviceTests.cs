using Hv.Runtime.Block;

namespace Hv.Runtime.Tests.Block;

public sealed class MemoryBlockDeviceTests
{
    [Test]
    public void It_holds_what_an_array_holds()
    {
        var random = new Random(17);
        using var device = new MemoryBlockDevice("m", 1 << 19);
        var expected = new byte[1 << 19];
        for (var step = 0; step < 500; step++)
        {
            var offset = random.Next(expected.Length);
            var length = random.Next(Math.Min(200_000, expected.Length - offset) + 1);
            switch (random.Next(3))
            {
                case 0:
                    Assert.That(device.WriteZeroes(offset, length), Is.EqualTo(BlockStatus.Success));
                    expected.AsSpan(offset, length).Clear();
                    break;
                case 1:
                    random.NextBytes(expected.AsSpan(offset, length));
                    Assert.That(device.Write(offset, expected.AsSpan(offset, length)), Is.EqualTo(BlockStatus.Success));
                    break;
                default:
                    var content = new byte[length];
                    Assert.That(device.Read(offset, content), Is.EqualTo(BlockStatus.Success));
                    Assert.That(content.AsSpan().SequenceEqual(expected.AsSpan(offset, length)), Is.True);
                    break;
            }
        }
    }

    [Test]
    public void It_takes_memory_for_what_is_written_only()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        using var device = new MemoryBlockDevice("m", 1L << 34);
        device.Write((1L << 34) - 3, [1, 2, 3]);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(4 << 20));
        var content = new byte[4];
        device.Read((1L << 34) - 4, content);
        Assert.That(content, Is.EqualTo(new byte[] { 0, 1, 2, 3 }));
    }
}
