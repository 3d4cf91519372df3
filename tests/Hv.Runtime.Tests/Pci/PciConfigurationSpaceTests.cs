using Hv.Runtime.Pci;

namespace Hv.Runtime.Tests.Pci;

public sealed class PciConfigurationSpaceTests
{
    [Test]
    public void Software_writes_the_bits_that_are_writable_and_no_others()
    {
        var space = new PciConfigurationSpace();
        space.SetIdentity(0x1234, 0x5678, 0x0200, 1);
        for (var offset = 0; offset < PciRegister.HeaderEnd; offset += 4)
            space.Write(offset, 4, uint.MaxValue);

        Assert.Multiple(() =>
        {
            Assert.That(space.Read(PciRegister.VendorId, 4), Is.EqualTo(0x5678_1234));
            Assert.That(space.Read(PciRegister.Command, 2), Is.EqualTo(0x507));
            Assert.That(space.Read(PciRegister.Revision, 4), Is.EqualTo(0x0200_0001));
            Assert.That(space.Read(PciRegister.CacheLineSize, 4), Is.EqualTo(0xFF));
            Assert.That(space.Read(PciRegister.InterruptLine, 4), Is.EqualTo(0xFF));
        });
    }

    [Test]
    public void Error_bits_of_the_status_are_cleared_by_ones_alone()
    {
        var space = new PciConfigurationSpace();
        space.SetUInt16(PciRegister.Status, 0xF910);
        space.Write(PciRegister.Status, 2, 0x0810);
        Assert.That(space.Read(PciRegister.Status, 2), Is.EqualTo(0xF110));
        space.Write(PciRegister.Command, 4, 0xFFFF_0000);
        Assert.That(space.Read(PciRegister.Status, 2), Is.EqualTo(0x0010));
    }

    [TestCase(0x100, 0xFE, 4, 0xFFFF_0000u)]
    [TestCase(0x1000, 0xFFE, 4, 0xFFFF_0000u)]
    [TestCase(0x100, 0xFF, 1, 0u)]
    public void What_lies_beyond_the_end_reads_as_ones_and_is_not_written(int size, int offset, int width, uint expected)
    {
        var space = new PciConfigurationSpace(size);
        Assert.That(space.Read(offset, width), Is.EqualTo(expected));
        space.Write(offset, width, uint.MaxValue);
        Assert.That(space.Read(offset, width), Is.EqualTo(width == 4 ? uint.MaxValue : 0xFF));
    }

    [Test]
    public void Capabilities_form_a_list_that_the_newest_heads()
    {
        var space = new PciConfigurationSpace();
        Assert.That(space.FindCapability(5), Is.Zero, "there is no list");
        var first = space.AddCapability(5, 14);
        var second = space.AddCapability(0x11, 12);
        var third = space.AddCapability(1, 8, 0xF8);
        Assert.Multiple(() =>
        {
            Assert.That((first, second, third), Is.EqualTo((0x40, 0x50, 0xF8)));
            Assert.That(space.Read(PciRegister.CapabilityList, 1), Is.EqualTo(0xF8));
            Assert.That(space.FindCapability(5), Is.EqualTo(0x40));
            Assert.That(space.FindCapability(0x11), Is.EqualTo(0x50));
            Assert.That(space.FindCapability(9), Is.Zero);
        });

        space.Write(0x50, 4, uint.MaxValue);
        Assert.That(space.Read(0x50, 4), Is.EqualTo(0x4011), "software writes nothing of it");
    }

    [TestCase(0x3C, 8)]
    [TestCase(0x42, 8)]
    [TestCase(0x48, 8)]
    [TestCase(0xFC, 8)]
    [TestCase(0x60, 1)]
    public void A_capability_that_does_not_fit_is_refused(int offset, int size)
    {
        var space = new PciConfigurationSpace();
        space.AddCapability(5, 14);
        Assert.That(() => space.AddCapability(1, size, offset), Throws.ArgumentException);
    }

    [Test]
    public void A_space_that_is_full_has_room_for_no_capability()
    {
        var space = new PciConfigurationSpace();
        for (var index = 0; index < 3; index++)
            space.AddCapability(9, 64);

        Assert.That(() => space.AddCapability(9, 4), Throws.ArgumentException);
    }

    [Test]
    public void A_list_in_a_circle_ends()
    {
        var space = new PciConfigurationSpace();
        space.AddCapability(5, 14);
        space.SetByte(0x41, 0x40);
        Assert.That(space.FindCapability(7), Is.Zero);
    }

    [Test]
    public void A_reset_brings_back_what_the_function_had_when_it_was_complete()
    {
        var space = new PciConfigurationSpace();
        space.SetUInt16(PciRegister.VendorId, 0x1AF4);
        space.SetResetState();
        space.Write(PciRegister.Command, 2, 7);
        space.Write(0x80, 4, uint.MaxValue);
        space.Reset();
        Assert.That((space.Read(0, 2), space.Read(PciRegister.Command, 2), space.Read(0x80, 4)), Is.EqualTo((0x1AF4u, 0u, 0u)));
    }

    [Test]
    public void A_space_has_one_of_two_sizes() =>
        Assert.That(() => new PciConfigurationSpace(512), Throws.InstanceOf<ArgumentOutOfRangeException>());
}
