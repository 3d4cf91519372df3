using Hv.Pseries;
using Hv.Pseries.Versions;
using Hv.Runtime.Calls;
using Hv.Runtime.Dma;
using Hv.Runtime.Pci;
using Hv.Runtime.Rtas;
using Guest = Hv.Devices.Tests.Edu.EduGuest<Hv.Pseries.Versions.Pseries_7_2>;

namespace Hv.Devices.Tests.Edu;

public sealed class EduDmaTests
{
    private const ulong Read = 1;
    private const ulong Write = 2;

    private static readonly Liobn Default = new(0x8000_0000);

    [Test]
    public void It_moves_data_through_the_default_window()
    {
        using var guest = new Guest();
        Moves(guest, Default, busAddress: 0x1000, pageSize: 0x1000);
    }

    [Test]
    public void It_moves_data_through_a_64_bit_window_that_a_guest_of_2_4_made()
    {
        using var guest = new EduGuest<Pseries_2_4>();
        Assert.That(
            guest.Test.Rtas().IbmCreatePeDmaWindow(new PciConfigAddress(3 << 11), guest.Bridge.Buid, 16, 30, out var window, out var busAddress),
            Is.EqualTo(RtasStatus.Success));
        Assert.That((window, busAddress), Is.EqualTo((new Liobn(0x8000_0001), 0x0800_0000_0000_0000ul)));
        Moves(guest, window, busAddress + 0x30000, pageSize: 0x1_0000);
    }

    [Test]
    public void It_interrupts_when_a_transfer_has_ended_and_not_before()
    {
        using var guest = new Guest();
        guest.Map(Default, 0, guest.Test.Allocate(0x2000).Value & ~0xFFFul | Read | Write);
        guest.StartToMemory(0, 0, 16, interrupts: true);
        guest.Clock.AdvanceTo(99_999_999);
        Assert.That((guest.Read(Guest.Command), guest.IsInterrupting), Is.EqualTo((7u, false)));
        guest.Clock.AdvanceTo(100_000_000);
        Assert.That((guest.Read(Guest.Command), guest.Read(Guest.InterruptStatus), guest.IsInterrupting), Is.EqualTo((6u, 0x100u, true)));
        Assert.That(guest.Edu.LastTransfer, Is.EqualTo(DmaResult.Success));
    }

    [Test]
    public void Registers_of_a_transfer_cannot_be_written_while_it_runs()
    {
        using var guest = new Guest();
        guest.StartToMemory(1, 2, 3);
        guest.Start(9, 9, 9, 3);
        Assert.That((guest.Read(Guest.Source), guest.Read(Guest.Destination), guest.Read(Guest.Count)), Is.EqualTo((0x4_0001u, 2u, 3u)));
    }

    [Test]
    public void Addresses_lose_the_bits_that_the_mask_does_not_have()
    {
        using var guest = new Guest(dmaMask: "0xfffffff");
        var page = Page(guest);
        guest.Map(Default, 0x1000, page | Read | Write);
        guest.Test.Memory.TryWrite(new(page), [1, 2, 3, 4]);
        guest.Copy(0xFFFF_FFFF_F000_1000, 0x7000_1100, 4);
        Assert.That(guest.Test.Read(new(page + 0x100), 4), Is.EqualTo(new byte[] { 1, 2, 3, 4 }));
    }

    [TestCase(0ul, DmaResult.NotMapped, TestName = "A_page_that_is_not_mapped_moves_nothing")]
    [TestCase(Read, DmaResult.NotPermitted, TestName = "A_page_that_can_only_be_read_is_not_written")]
    [TestCase(Write, DmaResult.Success)]
    public void Writes_to_memory_need_permission(ulong permission, DmaResult expected)
    {
        using var guest = new Guest();
        var page = Page(guest);
        guest.Map(Default, 0x1000, page | permission);
        guest.Test.Memory.TryWrite(new(page), [1, 2, 3, 4]);
        guest.StartToMemory(0, 0x1000, 4, interrupts: true);
        guest.Finish();
        Assert.Multiple(() =>
        {
            Assert.That(guest.Edu.LastTransfer, Is.EqualTo(expected));
            Assert.That(guest.Test.Read(new(page), 4), Is.EqualTo(expected == DmaResult.Success ? new byte[4] : [1, 2, 3, 4]));
            Assert.That(guest.Read(Guest.InterruptStatus), Is.EqualTo(0x100), "it ends as others do");
            Assert.That(guest.Bridge.Dma.Faults, Is.EqualTo(expected == DmaResult.Success ? 0 : 1));
        });
    }

    [TestCase(Write, DmaResult.NotPermitted, TestName = "A_page_that_can_only_be_written_is_not_read")]
    [TestCase(Read, DmaResult.Success)]
    public void Reads_of_memory_need_permission(ulong permission, DmaResult expected)
    {
        using var guest = new Guest();
        var (page, other) = (Page(guest), Page(guest));
        guest.Map(Default, 0x1000, page | permission);
        guest.Map(Default, 0x2000, other | Write);
        guest.Test.Memory.TryWrite(new(page), [1, 2, 3, 4]);
        guest.Test.Memory.TryWrite(new(other), [9, 9, 9, 9]);
        guest.StartFromMemory(0x1000, 0, 4);
        guest.Finish();
        Assert.That(guest.Edu.LastTransfer, Is.EqualTo(expected));
        guest.StartToMemory(0, 0x2000, 4);
        guest.Finish();
        Assert.That(guest.Test.Read(new(other), 4), Is.EqualTo(expected == DmaResult.Success ? [1, 2, 3, 4] : new byte[4]));
    }

    [TestCase(0x4000_0000ul, DmaResult.NotDecoded, TestName = "Behind_the_window_there_is_nothing")]
    [TestCase(ulong.MaxValue - 3, DmaResult.NotDecoded)]
    [TestCase(0x0800_0000_0000_0000ul, DmaResult.NotDecoded)]
    [TestCase(0x3FFF_FFFEul, DmaResult.NotMapped, TestName = "The_end_of_the_window_ends_a_transfer")]
    public void Addresses_without_memory(ulong busAddress, DmaResult expected)
    {
        using var guest = new Guest();
        guest.StartToMemory(0, busAddress, 4);
        guest.Finish();
        Assert.That(guest.Edu.LastTransfer, Is.EqualTo(expected));
    }

    [Test]
    public void A_page_that_leads_beyond_memory_answers_nothing()
    {
        using var guest = new Guest();
        guest.Map(Default, 0x1000, (1UL << 40) | Read | Write);
        guest.StartToMemory(0, 0x1000, 16);
        guest.Finish();
        Assert.That(guest.Edu.LastTransfer, Is.EqualTo(DmaResult.NotAnswered));
    }

    [Test]
    public void A_transfer_into_its_own_registers_is_an_access_like_any_other()
    {
        using var guest = new Guest();
        guest.Map(Default, 0x1000, guest.Registers | Read | Write);
        guest.StartFromMemory(0x1000, 0, 4);
        guest.Finish();
        Assert.That(guest.Edu.LastTransfer, Is.EqualTo(DmaResult.Success));

        // What it has read, its identification, it writes to its liveness register; and then over its command register.
        guest.StartToMemory(0, 0x1004, 4);
        guest.Finish();
        Assert.That(guest.Read(Guest.Liveness), Is.EqualTo(~0x0100_00EDu));
        guest.StartToMemory(0, 0x1080, 0x20);
        guest.Finish();
        Assert.That((guest.Read(Guest.Command), guest.Read(Guest.Source)), Is.EqualTo((2u, 0x4_0000u)), "it could not be written while it ran");
    }

    [Test]
    public void A_device_that_is_no_bus_master_moves_nothing()
    {
        using var guest = new Guest();
        var page = Page(guest);
        guest.Map(Default, 0x1000, page | Read | Write);
        guest.Test.Memory.TryWrite(new(page), [1, 2, 3, 4]);
        guest.WriteConfiguration(PciRegister.Command, 2, PciRegister.CommandMemory);
        guest.StartToMemory(0, 0x1000, 4);
        guest.Finish();
        Assert.That(guest.Edu.LastTransfer, Is.EqualTo(DmaResult.NotPermitted));
        Assert.That(guest.Test.Read(new(page), 4), Is.EqualTo(new byte[] { 1, 2, 3, 4 }));
    }

    [TestCase(0x3_FFFFul, 4ul)]
    [TestCase(0x4_0000ul, 4097ul)]
    [TestCase(0x4_0FFFul, 2ul)]
    [TestCase(0x4_1000ul, 1ul)]
    [TestCase(0ul, 16ul)]
    [TestCase(0x4_0000ul, ulong.MaxValue)]
    [TestCase(ulong.MaxValue, ulong.MaxValue)]
    public void A_transfer_outside_its_buffer_moves_nothing(ulong inner, ulong count)
    {
        using var guest = new Guest();
        var page = Page(guest);
        guest.Map(Default, 0x1000, page | Read | Write);
        guest.Test.Memory.TryWrite(new(page), [1, 2, 3, 4]);
        foreach (var command in new[] { 7u, 5u })
        {
            guest.Start(command == 7 ? inner : 0x1000, command == 7 ? 0x1000 : inner, count, command);
            guest.Finish();
            Assert.That(guest.Edu.LastTransfer, Is.EqualTo(DmaResult.NotDecoded));
        }

        Assert.That(guest.Test.Read(new(page), 4), Is.EqualTo(new byte[] { 1, 2, 3, 4 }));
    }

    [Test]
    public void A_transfer_is_forgotten_when_the_device_is_removed()
    {
        using var guest = new Guest();
        var machine = guest.Test.Machine;
        var page = Page(guest);
        guest.Map(Default, 0x1000, page | Read | Write);
        guest.Test.Memory.TryWrite(new(page), [1, 2, 3, 4]);
        guest.StartToMemory(0, 0x1000, 4, interrupts: true);
        machine.RequestUnplug(guest.Edu);
        Assert.That(machine.Devices, Does.Contain(guest.Edu), "the guest has it");
        machine.Reset();
        guest.Finish();
        Assert.That(machine.Devices, Does.Not.Contain(guest.Edu));
        Assert.That(guest.Test.Read(new(page), 4), Is.EqualTo(new byte[] { 1, 2, 3, 4 }));
    }

    private static void Moves<TMachine>(EduGuest<TMachine> guest, Liobn window, ulong busAddress, ulong pageSize)
        where TMachine : PseriesMachine, new()
    {
        // Two pages that follow each other on the bus and not in memory; the transfer crosses from one to the other.
        var pages = (guest.Test.Allocate(4 * pageSize).Value + pageSize - 1) & ~(pageSize - 1);
        guest.Map(window, busAddress, (pages + pageSize) | Read | Write);
        guest.Map(window, busAddress + pageSize, pages | Read | Write);
        var content = new byte[256];
        new Random(1).NextBytes(content);
        guest.Test.Write(new(pages + (2 * pageSize) - 128), content.AsSpan(0, 128));
        guest.Test.Write(new(pages), content.AsSpan(128));

        guest.Copy(busAddress + pageSize - 128, busAddress + 0x100, 256);
        Assert.That(guest.Edu.LastTransfer, Is.EqualTo(DmaResult.Success));
        Assert.That(guest.Test.Read(new(pages + pageSize + 0x100), 256), Is.EqualTo(content));
        Assert.That(guest.Bridge.Dma.Faults, Is.Zero);
    }

    private static ulong Page<TMachine>(EduGuest<TMachine> guest)
        where TMachine : PseriesMachine, new() => (guest.Test.Allocate(0x2000).Value + 0xFFF) & ~0xFFFul;
}
