using System.Buffers.Binary;
using Hv.Runtime.Memory;
using Hv.Runtime.Rtas;

namespace Hv.Runtime.Tests.Rtas;

public sealed class RtasFrameTests
{
    private const ulong Size = 0x1000;

    private GuestMemory _memory = null!;

    [SetUp]
    public void MakeMemory() => _memory = new GuestMemory(Size);

    [TearDown]
    public void DisposeMemory() => _memory.Dispose();

    [Test]
    public void Words_are_big_endian()
    {
        Write(0x100, 0x2026, 3, 4, 0x11223344, 0x55667788, 0x99AABBCC, 0, 0, 0, 0);
        Assert.That(RtasFrame.TryOpen(_memory, new GuestPhysicalAddress(0x100), out var frame), Is.True);
        var (token, counts, word, pair) = (frame.Token, (frame.ArgumentCount, frame.ReturnCount), frame.Argument(0), frame.Argument64(1));
        frame.Return(0, 0xFFFFFFFD);
        frame.Return64(2, 0x0123456789ABCDEF);
        Assert.Multiple(() =>
        {
            Assert.That(token, Is.EqualTo(0x2026));
            Assert.That(counts, Is.EqualTo((3, 4)));
            Assert.That(word, Is.EqualTo(0x11223344));
            Assert.That(pair, Is.EqualTo(0x5566778899AABBCC));
            Assert.That(Read(0x118, 4), Is.EqualTo(new uint[] { 0xFFFFFFFD, 0, 0x01234567, 0x89ABCDEF }));
        });
    }

    [Test]
    public void Return_words_without_room_are_not_stored()
    {
        Write(0x100, 1, 0, 1, 0xEEEEEEEE, 0xEEEEEEEE, 0xEEEEEEEE);
        Assert.That(RtasFrame.TryOpen(_memory, new GuestPhysicalAddress(0x100), out var frame), Is.True);
        frame.Return64(0, 0x1111111122222222);
        frame.Return(1, 3);
        Assert.That(Read(0x10C, 3), Is.EqualTo(new[] { 0x11111111u, 0xEEEEEEEE, 0xEEEEEEEE }));
    }

    [TestCase(16u, 16u, ExpectedResult = true)]
    [TestCase(17u, 0u, ExpectedResult = false)]
    [TestCase(0u, 17u, ExpectedResult = false)]
    [TestCase(0x40000000u, 1u, ExpectedResult = false)]
    [TestCase(uint.MaxValue, uint.MaxValue, ExpectedResult = false)]
    public bool More_than_16_words_are_refused(uint arguments, uint returns)
    {
        Write(0, 1, arguments, returns);
        return RtasFrame.TryOpen(_memory, new GuestPhysicalAddress(0), out _);
    }

    [TestCase(Size - 12, 0u, 0u, ExpectedResult = true)]
    [TestCase(Size - 12, 1u, 0u, ExpectedResult = false)]
    [TestCase(Size - 16, 0u, 1u, ExpectedResult = true)]
    [TestCase(Size - 16, 1u, 1u, ExpectedResult = false)]
    public bool The_whole_frame_lies_in_RAM(ulong address, uint arguments, uint returns)
    {
        Write(address, 1, arguments, returns);
        return RtasFrame.TryOpen(_memory, new GuestPhysicalAddress(address), out _);
    }

    [TestCase(Size - 8)]
    [TestCase(Size)]
    [TestCase(0x0FFF_FFFF_FFFF_FFFFul)]
    [TestCase(ulong.MaxValue)]
    public void A_header_outside_RAM_is_refused(ulong address) =>
        Assert.That(RtasFrame.TryOpen(_memory, new GuestPhysicalAddress(address), out _), Is.False);

    [Test]
    public void The_top_four_bits_of_the_address_are_ignored()
    {
        Write(0x100, 7, 0, 0);
        Assert.That(RtasFrame.TryOpen(_memory, new GuestPhysicalAddress(0xF000_0000_0000_0100), out var frame), Is.True);
        Assert.That(frame.Token, Is.EqualTo(7));
    }

    [Test]
    public void A_frame_at_an_odd_address_works()
    {
        Write(0x101, 7, 1, 1, 5, 0);
        Assert.That(RtasFrame.TryOpen(_memory, new GuestPhysicalAddress(0x101), out var frame), Is.True);
        Assert.That(frame.Argument(0), Is.EqualTo(5));
    }

    [Test]
    public void Counts_that_the_guest_changes_after_the_call_began_change_nothing()
    {
        Write(0x100, 7, 1, 1, 5, 0);
        Assert.That(RtasFrame.TryOpen(_memory, new GuestPhysicalAddress(0x100), out var frame), Is.True);
        Write(0x104, 16, 16);
        Assert.That((frame.ArgumentCount, frame.ReturnCount), Is.EqualTo((1, 1)));
    }

    private void Write(ulong address, params uint[] words)
    {
        foreach (var (word, index) in words.Select((word, index) => (word, index)))
            _memory.TryWriteUInt32(new GuestPhysicalAddress(address + (ulong)index * 4), word);
    }

    private uint[] Read(ulong address, int count)
    {
        Assert.That(_memory.TryGetSpan(new GuestPhysicalAddress(address), count * 4, forWrite: false, out var bytes), Is.True);
        var words = new uint[count];
        for (var index = 0; index < count; index++)
            words[index] = BinaryPrimitives.ReadUInt32BigEndian(bytes[(index * 4)..]);

        return words;
    }
}
