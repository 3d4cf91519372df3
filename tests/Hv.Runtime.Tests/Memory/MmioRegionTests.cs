using Hv.Runtime.Memory;

namespace Hv.Runtime.Tests.Memory;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class MmioRegionTests
{
    private readonly RecordingDevice _device = new();

    [Test]
    public void Accesses_are_split_into_aligned_ones_of_the_widths_the_device_takes()
    {
        var region = Region(minimumWidth: 1, maximumWidth: 4);
        Assert.That(region.Write(3, [1, 2, 3, 4, 5, 6, 7, 8]), Is.True);
        Assert.That(_device.Accesses, Is.EqualTo(new[] { "w1 3=1", "w4 4=5040302", "w2 8=706", "w1 a=8" }));
    }

    [Test]
    public void Narrower_accesses_than_the_device_takes_are_not_answered()
    {
        var region = Region(minimumWidth: 4, maximumWidth: 8);
        var content = new byte[] { 0xEE };
        Assert.That(region.Read(0, content), Is.False);
        Assert.That(content[0], Is.Zero);
        Assert.That(region.Write(2, [1, 2]), Is.False);
        Assert.That(_device.Accesses, Is.Empty);
    }

    [TestCase(ByteOrder.Little, new byte[] { 0x44, 0x33, 0x22, 0x11 })]
    [TestCase(ByteOrder.Big, new byte[] { 0x11, 0x22, 0x33, 0x44 })]
    public void Registers_have_the_byte_order_of_the_region(ByteOrder order, byte[] expected)
    {
        var region = new MmioRegion("registers", 0x10, _device, new Lock(), 4, 4, order);
        _device.Value = 0x11223344;
        var content = new byte[4];
        Assert.That(region.Read(8, content), Is.True);
        Assert.That(content, Is.EqualTo(expected));
        region.Write(8, expected);
        Assert.That(_device.Accesses[^1], Is.EqualTo("w4 8=11223344"));
    }

    [Test]
    public void Nothing_is_answered_beyond_the_end()
    {
        var region = Region(1, 8);
        Assert.That(region.Read(0xC, new byte[8]), Is.False);
        Assert.That(_device.Accesses, Is.EqualTo(new[] { "r4 c" }));
    }

    [Test]
    public void A_device_that_reaches_its_own_registers_is_not_answered()
    {
        var region = Region(1, 8);
        var answered = true;
        _device.OnWrite = () => answered = region.Write(0, [1]);
        region.Write(0, [1]);
        Assert.That(answered, Is.False);
        _device.OnWrite = null;
        Assert.That(region.Write(0, [1]), Is.True, "it works again afterwards");
    }

    [TestCase(3, 8)]
    [TestCase(4, 2)]
    [TestCase(1, 16)]
    public void Widths_that_are_none_are_refused(int minimum, int maximum) =>
        Assert.That(() => Region(minimum, maximum), Throws.InstanceOf<ArgumentOutOfRangeException>());

    private MmioRegion Region(int minimumWidth, int maximumWidth) =>
        new("registers", 0x10, _device, new Lock(), minimumWidth, maximumWidth);

    private sealed class RecordingDevice : IMmioDevice
    {
        public List<string> Accesses { get; } = [];

        public ulong Value { get; set; }

        public Action? OnWrite { get; set; }

        public ulong ReadRegister(ulong offset, int width)
        {
            Accesses.Add($"r{width} {offset:x}");
            return Value;
        }

        public void WriteRegister(ulong offset, int width, ulong value)
        {
            Accesses.Add($"w{width} {offset:x}={value:x}");
            OnWrite?.Invoke();
        }
    }
}
