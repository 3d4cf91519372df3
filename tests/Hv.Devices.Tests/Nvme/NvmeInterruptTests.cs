using System.Buffers.Binary;

namespace Hv.Devices.Tests.Nvme;

/// <summary>Interrupts of an NVMe controller. All commands are done when their doorbell was rung, so that interrupts can be counted.</summary>
public sealed class NvmeInterruptTests
{
    private const string Event = "pci_nvme_irq_msix";

    [Test]
    public void The_pin_is_asserted_until_all_completions_are_taken()
    {
        using var guest = new NvmeGuest(isSynchronous: true);
        var queue = guest.CreateQueues();
        Assert.That(guest.IsPinAsserted, Is.False);
        queue.Add(new NvmeEntry(0));
        queue.Add(new NvmeEntry(0));
        queue.Ring();
        Assert.That(guest.IsPinAsserted, Is.True);
        queue.Wait();
        Assert.That(guest.IsPinAsserted, Is.True);
        queue.Wait();
        Assert.That(guest.IsPinAsserted, Is.False);
    }

    [Test]
    public void The_pin_follows_the_mask()
    {
        using var guest = new NvmeGuest(isSynchronous: true);
        guest.WriteRegister(0x0C, 1);
        guest.Admin.Add(NvmeEntry.GetFeature(7));
        guest.Admin.Ring();
        Assert.That(guest.IsPinAsserted, Is.False);
        guest.WriteRegister(0x10, 1);
        Assert.That(guest.IsPinAsserted, Is.True);
        guest.Admin.Wait();
        Assert.That(guest.IsPinAsserted, Is.False);
    }

    [Test]
    public void Messages_are_sent_to_the_vector_of_the_queue()
    {
        using var guest = new NvmeGuest(isSynchronous: true);
        var words = guest.EnableMessages(3);
        var queue = guest.CreateQueues(1, vector: 2);
        guest.Test.Write(words, new byte[12]);
        queue.Run(new NvmeEntry(0));
        Assert.That(Words(), Is.EqualTo(new[] { 0u, 0u, 0x1002u }));
        guest.Admin.Run(NvmeEntry.GetFeature(7));
        Assert.That(Words(), Is.EqualTo(new[] { 0x1000u, 0u, 0x1002u }));
        Assert.That(guest.IsPinAsserted, Is.False);

        uint[] Words() =>
            [.. Enumerable.Range(0, 3).Select(vector => BinaryPrimitives.ReadUInt32LittleEndian(guest.Test.Read(words + (ulong)(4 * vector), 4)))];
    }

    [Test]
    public void A_vector_that_there_is_not_is_refused_and_a_queue_without_interrupts_is_quiet()
    {
        using var guest = new NvmeGuest([("msix_qsize", "4")], isSynchronous: true);
        guest.EnableMessages(1);
        guest.Test.Trace(Event);
        var queue = new NvmeQueuePair(guest, 1, 16);
        Assert.That(
            guest.Admin.Run(new NvmeEntry(0x05) { Prp1 = queue.Completions, Word10 = 1 | (15 << 16), Word11 = 3 | (4 << 16) }).Status, Is.EqualTo(0x4108));
        Assert.That(guest.Admin.Run(new NvmeEntry(0x05) { Prp1 = queue.Completions, Word10 = 1 | (15 << 16), Word11 = 1 }).Status, Is.Zero);
        Assert.That(guest.Admin.Run(new NvmeEntry(0x01) { Prp1 = queue.Submissions, Word10 = 1 | (15 << 16), Word11 = 1 | (1 << 16) }).Status, Is.Zero);
        var before = Interrupts(guest);
        queue.Run(new NvmeEntry(0));
        Assert.That(Interrupts(guest), Is.EqualTo(before));
    }

    [Test]
    public void A_batch_of_commands_has_one_interrupt()
    {
        using var guest = new NvmeGuest(isSynchronous: true);
        guest.EnableMessages(2);
        guest.Test.Trace(Event);
        var queue = guest.CreateQueues(1, vector: 1);
        var before = Interrupts(guest);
        for (var index = 0; index < 8; index++)
            queue.Add(NvmeEntry.Read(0, 1) with { Prp1 = guest.Window + 0x20_0000 });

        queue.Ring();
        Assert.That(Interrupts(guest), Is.EqualTo(before + 1));
        for (var index = 0; index < 8; index++)
            queue.Wait();
    }

    [Test]
    public void Coalesced_interrupts_come_with_enough_completions_or_after_a_while()
    {
        using var guest = new NvmeGuest(isSynchronous: true);
        guest.EnableMessages(3);
        guest.Test.Trace(Event);
        var queue = guest.CreateQueues(1, vector: 1);
        var other = guest.CreateQueues(2, vector: 2);

        // Four completions, or 1 ms; not for vector 2.
        Assert.That(guest.Admin.Run(NvmeEntry.SetFeature(8, 0x0A03)).Status, Is.Zero);
        Assert.That(guest.Admin.Run(NvmeEntry.SetFeature(9, 0x1_0002)).Status, Is.Zero);
        Assert.That(guest.Admin.Run(NvmeEntry.GetFeature(9, 2)).Result, Is.EqualTo(0x1_0002));
        var before = Interrupts(guest);
        queue.Run(new NvmeEntry(0));
        queue.Run(new NvmeEntry(0));
        queue.Run(new NvmeEntry(0));
        Assert.That(Interrupts(guest), Is.EqualTo(before));
        queue.Run(new NvmeEntry(0));
        Assert.That(Interrupts(guest), Is.EqualTo(before + 1));

        queue.Run(new NvmeEntry(0));
        guest.Clock.AdvanceTo(guest.Clock.Now + 2_000_000);
        Assert.That(Interrupts(guest), Is.EqualTo(before + 2));
        guest.Clock.AdvanceTo(guest.Clock.Now + 2_000_000);
        Assert.That(Interrupts(guest), Is.EqualTo(before + 2));

        other.Run(new NvmeEntry(0));
        Assert.That(Interrupts(guest), Is.EqualTo(before + 3));
    }

    [Test]
    public void Commands_queues_and_interrupts_are_traced_with_the_names_that_users_of_QEMU_know()
    {
        using var guest = new NvmeGuest(isSynchronous: true, enables: false);
        guest.Test.Trace("pci_nvme_*");
        guest.Enable();
        guest.EnableMessages(2);
        var queue = guest.CreateQueues(1, vector: 1);
        queue.Run(NvmeEntry.Read(3, 2) with { Prp1 = guest.Window + 0x20_0000 });
        queue.Run(NvmeEntry.Write(3, 2) with { Prp1 = guest.Window + 0x20_0000 });
        queue.Run(NvmeEntry.Read(ulong.MaxValue, 2));
        queue.Run(new NvmeEntry(0xFF));

        string[] expected =
        [
            "pci_nvme_admin_cmd", "pci_nvme_io_cmd", "pci_nvme_read", "pci_nvme_write", "pci_nvme_mmio_doorbell_sq", "pci_nvme_mmio_doorbell_cq",
            "pci_nvme_enqueue_req_completion", "pci_nvme_irq_msix", "pci_nvme_create_sq", "pci_nvme_create_cq", "pci_nvme_mmio_start_success",
            "pci_nvme_err_req_status", "pci_nvme_err_invalid_opc",
        ];
        Assert.That(expected.Except(guest.Test.TraceRecords.Select(record => record.Event)), Is.Empty);
        Assert.That(
            guest.Test.TraceRecords.First(record => record.Event == "pci_nvme_read").Message,
            Is.EqualTo("cid 1 opname 'Read' nsid 1 nlb 2 count 1024 lba 0x3"));
    }

    private static int Interrupts(NvmeGuest guest) => guest.Test.TraceRecords.Count(record => record.Event == Event);
}
