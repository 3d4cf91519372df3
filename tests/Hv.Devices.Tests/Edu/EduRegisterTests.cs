using Hv.Pseries.Versions;
using Hv.Runtime.Pci;
using Guest = Hv.Devices.Tests.Edu.EduGuest<Hv.Pseries.Versions.Pseries_7_2>;

namespace Hv.Devices.Tests.Edu;

public sealed class EduRegisterTests
{
    [Test]
    public void It_tells_what_it_is_and_that_it_lives()
    {
        using var guest = new Guest();
        guest.Write(Guest.Liveness, 0x1234_5678);
        Assert.Multiple(() =>
        {
            Assert.That(guest.ReadConfiguration(PciRegister.VendorId, 4), Is.EqualTo(0x11E8_1234));
            Assert.That(guest.Read(Guest.Identification), Is.EqualTo(0x0100_00ED));
            Assert.That(guest.Read(Guest.Liveness), Is.EqualTo(0xEDCB_A987));
        });
    }

    [TestCase(0u, 1u)]
    [TestCase(1u, 1u)]
    [TestCase(5u, 120u)]
    [TestCase(12u, 479001600u)]
    [TestCase(13u, 1932053504u, TestName = "Factorials_are_computed_modulo_2_to_the_32")]
    [TestCase(33u, 2147483648u)]
    [TestCase(34u, 0u)]
    [TestCase(uint.MaxValue, 0u, TestName = "Factorials_of_large_numbers_cost_nothing")]
    public void Factorials(uint of, uint expected)
    {
        using var guest = new Guest();
        guest.Write(Guest.Factorial, of);
        Assert.That((guest.Read(Guest.Factorial), guest.Read(Guest.Status)), Is.EqualTo((expected, 0u)));
        Assert.That(guest.IsInterrupting, Is.False);
    }

    [Test]
    public void It_interrupts_after_a_factorial_when_told_to()
    {
        using var guest = new Guest();
        guest.Write(Guest.Status, uint.MaxValue);
        Assert.That(guest.Read(Guest.Status), Is.EqualTo(0x80));
        guest.Write(Guest.Factorial, 5);
        Assert.That((guest.Read(Guest.InterruptStatus), guest.IsInterrupting), Is.EqualTo((1u, true)));
        guest.Write(Guest.InterruptAcknowledge, 1);
        Assert.That((guest.Read(Guest.InterruptStatus), guest.IsInterrupting), Is.EqualTo((0u, false)));
    }

    [Test]
    public void It_interrupts_until_every_reason_is_acknowledged()
    {
        using var guest = new Guest();
        guest.Write(Guest.InterruptRaise, 0x5);
        guest.Write(Guest.InterruptAcknowledge, 0x1);
        Assert.That((guest.Read(Guest.InterruptStatus), guest.IsInterrupting), Is.EqualTo((4u, true)));
        Assert.That(guest.ReadConfiguration(PciRegister.Status, 2) & PciRegister.StatusInterrupt, Is.Not.Zero);
        guest.Write(Guest.InterruptAcknowledge, 0x4);
        Assert.That(guest.IsInterrupting, Is.False);
    }

    [Test]
    public void Its_message_arrives_at_the_source_that_the_platform_chose()
    {
        using var guest = new Guest();
        var address = 3u << 11;
        Assert.That(guest.Test.Call("ibm,change-msi", [address, 0x0800_0000, 0x2000_0000, 3, 1, 0], 4).Words, Is.EqualTo(new uint[] { 0, 1, 1, 1 }));
        var number = guest.Test.Call("ibm,query-interrupt-source-number", [address, 0x0800_0000, 0x2000_0000, 0], 3).Words[1];
        var source = guest.Test.Machine.Interrupts.Find(number)!;

        guest.Write(Guest.InterruptRaise, 1);
        Assert.That((source.Messages, guest.IsInterrupting), Is.EqualTo((0ul, true)), "MSI is off");
        guest.WriteConfiguration(0x42, 2, 1);
        guest.Write(Guest.InterruptRaise, 2);
        guest.Write(Guest.InterruptRaise, 2);
        Assert.That((source.Messages, guest.IsInterrupting), Is.EqualTo((2ul, false)));
    }

    [Test]
    public void A_reset_forgets_everything()
    {
        using var guest = new Guest();
        guest.Write(Guest.Liveness, 1);
        guest.Write(Guest.InterruptRaise, 1);
        guest.StartToMemory(0, 0, 16, interrupts: true);
        guest.Test.Machine.Reset();
        guest.Finish();
        guest.Open();
        Assert.Multiple(() =>
        {
            Assert.That(guest.Read(Guest.Liveness), Is.Zero);
            Assert.That(guest.Read(Guest.InterruptStatus), Is.Zero, "the transfer was forgotten too");
            Assert.That(guest.Read(Guest.Command), Is.Zero);
            Assert.That(guest.IsInterrupting, Is.False);
            Assert.That(guest.Bridge.Dma.Faults, Is.Zero);
        });
    }

    [Test]
    public void Random_accesses_leave_a_device_that_works()
    {
        using var guest = new Guest();
        var random = new Random(1);
        var content = new byte[16];
        for (var step = 0; step < 50_000; step++)
        {
            random.NextBytes(content);
            var offset = random.Next(10) == 0 ? (uint)random.Next(1 << 20) : (uint)random.Next(0xA0);
            var part = content.AsSpan(0, random.Next(1, 17));
            if (random.Next(2) == 0)
                guest.Test.Machine.AddressSpace.Write(guest.Registers + offset, part);
            else
                guest.Test.Machine.AddressSpace.Read(guest.Registers + offset, part);

            if (random.Next(100) == 0)
                guest.Finish();
        }

        guest.Finish();
        guest.Test.Machine.Reset();
        guest.Open();
        guest.Write(Guest.Liveness, 7);
        Assert.That((guest.Read(Guest.Identification), guest.Read(Guest.Liveness)), Is.EqualTo((0x0100_00EDu, ~7u)));
    }
}
