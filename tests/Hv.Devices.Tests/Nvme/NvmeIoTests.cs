using System.Buffers.Binary;
using Hv.Runtime.Block;
using Hv.Runtime.Memory;

namespace Hv.Devices.Tests.Nvme;

[TestFixture(true)]
[TestFixture(false)]
public sealed class NvmeIoTests(bool isSynchronous)
{
    private const ushort DoNotRetry = 0x4000;

    [TestCase(512, 0)]
    [TestCase(4096, 0)]
    [TestCase(4096, 512, TestName = "Two_pages_with_an_offset")]
    [TestCase(8192, 0)]
    [TestCase(8192, 1024, TestName = "Three_pages_with_an_offset_need_a_list")]
    [TestCase(512 << 10, 0, TestName = "As_much_as_a_command_may_transfer")]
    [TestCase(512 << 10, 0xE00, TestName = "As_much_as_a_command_may_transfer_with_an_offset")]
    public void What_is_written_is_on_the_disk_and_is_read_back(int length, int offset)
    {
        using var guest = new NvmeGuest(isSynchronous: isSynchronous);
        var queue = guest.CreateQueues();
        var content = Content(length, seed: 3);
        var source = guest.AllocatePages((length / 4096) + 2) + (ulong)offset;
        guest.Test.Write(source, content);
        var written = queue.Run(WithPrp(guest, NvmeEntry.Write(5, length / 512), source, length));
        Assert.That(written.Status, Is.Zero);

        var onDisk = new byte[length];
        guest.Disk.Read(5 * 512, onDisk);
        Assert.That(onDisk.AsSpan().SequenceEqual(content), Is.True);

        var destination = guest.AllocatePages((length / 4096) + 2) + (ulong)offset;
        var read = queue.Run(WithPrp(guest, NvmeEntry.Read(5, length / 512), destination, length));
        Assert.That(read.Status, Is.Zero);
        Assert.That(guest.Test.Read(destination, length).AsSpan().SequenceEqual(content), Is.True);
    }

    [Test]
    public void A_PRP_list_may_begin_inside_of_its_page_and_go_on_in_another_one()
    {
        using var guest = new NvmeGuest(isSynchronous: isSynchronous);
        var queue = guest.CreateQueues();
        const int Pages = 8;
        var content = Content(Pages * 4096, seed: 4);
        guest.Disk.Write(0, content);
        var data = guest.AllocatePages(2 * Pages);
        var list = guest.AllocatePages(1);
        var next = guest.AllocatePages(1);

        // Every second page, from the last to the first: page 0 is PRP1; two entries and a pointer end the first page of the list.
        ulong Page(int index) => guest.Bus(data) + ((ulong)(2 * (Pages - 1 - index)) * 4096);
        Span<byte> entry = stackalloc byte[8];
        for (var index = 1; index < Pages; index++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(entry, Page(index));
            guest.Test.Write(index <= 2 ? list + (ulong)(4096 - 24 + ((index - 1) * 8)) : next + (ulong)((index - 3) * 8), entry);
        }

        BinaryPrimitives.WriteUInt64LittleEndian(entry, guest.Bus(next));
        guest.Test.Write(list + 4088, entry);

        var answer = queue.Run(NvmeEntry.Read(0, Pages * 8) with { Prp1 = Page(0), Prp2 = guest.Bus(list) + 4096 - 24 });
        Assert.That(answer.Status, Is.Zero);
        for (var index = 0; index < Pages; index++)
        {
            var page = guest.Test.Read(new GuestPhysicalAddress(Page(index) - guest.Window), 4096);
            Assert.That(page.AsSpan().SequenceEqual(content.AsSpan(index * 4096, 4096)), Is.True, $"page {index}");
        }
    }

    [Test]
    public void SGLs_have_blocks_of_any_length_and_segments()
    {
        using var guest = new NvmeGuest(isSynchronous: isSynchronous);
        var queue = guest.CreateQueues();
        var content = Content(4096, seed: 5);
        guest.Disk.Write(512, content);
        var data = guest.AllocatePages(4);
        var first = guest.AllocatePages(1);
        var second = guest.AllocatePages(1);
        guest.Test.Write(first, [.. Descriptor(guest.Bus(data) + 1, 1000, 0), .. Descriptor(0, 0, 0), .. Descriptor(guest.Bus(second), 32, 3)]);
        guest.Test.Write(second, [.. Descriptor(guest.Bus(data) + 0x2003, 3000, 0), .. Descriptor(guest.Bus(data) + 0x1001, 96, 0)]);
        var answer = queue.Run(NvmeEntry.Read(1, 8) with { Flags = 0x40, Prp1 = guest.Bus(first), Prp2 = 48 | (2UL << 60) });

        Assert.That(answer.Status, Is.Zero);
        Assert.That(guest.Test.Read(data + 1, 1000), Is.EqualTo(content[..1000]));
        Assert.That(guest.Test.Read(data + 0x2003, 3000), Is.EqualTo(content[1000..4000]));
        Assert.That(guest.Test.Read(data + 0x1001, 96), Is.EqualTo(content[4000..]));

        var whole = queue.Run(NvmeEntry.Read(1, 8) with { Flags = 0x40, Prp1 = guest.Bus(data), Prp2 = 4096 });
        Assert.That(whole.Status, Is.Zero);
        Assert.That(guest.Test.Read(data, 4096), Is.EqualTo(content));
    }

    // Type and length of the descriptor in the command, then those of two in the segment: their lengths are for 4096 bytes of data.
    [TestCase(2, 32, 0, 2048, 0, 2048, 0)]
    [TestCase(3, 32, 0, 2048, 0, 2048, 0)]
    [TestCase(2, 32, 0, 2048, 0, 1024, 0x00F, TestName = "An_SGL_that_is_too_short")]
    [TestCase(2, 32, 0, 4096, 0, 1, 0x00F, TestName = "An_SGL_that_is_too_long")]
    [TestCase(2, 32, 1, 2048, 0, 2048, 0x011, TestName = "A_descriptor_of_a_type_that_is_not_there")]
    [TestCase(2, 32, 2, 16, 0, 4096, 0x00E, TestName = "A_segment_descriptor_that_is_not_the_last_one")]
    [TestCase(3, 32, 0, 2048, 2, 16, 0x00D, TestName = "A_last_segment_that_leads_on")]
    [TestCase(2, 31, 0, 2048, 0, 2048, 0x00D, TestName = "A_segment_that_ends_in_a_descriptor")]
    [TestCase(2, 0, 0, 0, 0, 0, 0x00D, TestName = "A_segment_of_nothing")]
    [TestCase(4, 32, 0, 2048, 0, 2048, 0x00D, TestName = "A_keyed_descriptor_in_the_command")]
    public void A_wrong_SGL_is_told_apart(int type, int length, int type1, int length1, int type2, int length2, int status)
    {
        using var guest = new NvmeGuest(isSynchronous: isSynchronous);
        var queue = guest.CreateQueues();
        var data = guest.AllocatePages(1);
        var segment = guest.AllocatePages(1);
        guest.Test.Write(segment, [.. Descriptor(guest.Bus(data), length1, type1), .. Descriptor(guest.Bus(data), length2, type2)]);
        var answer = queue.Run(NvmeEntry.Read(1, 8) with
        {
            Flags = 0x40, Prp1 = guest.Bus(segment), Prp2 = (uint)length | ((ulong)type << 60),
        });
        Assert.That(answer.Status, Is.EqualTo(status == 0 ? 0 : status | DoNotRetry));
    }

    [Test]
    public void Segments_that_lead_in_a_circle_come_to_an_end()
    {
        using var guest = new NvmeGuest(isSynchronous: isSynchronous);
        var queue = guest.CreateQueues();
        var segment = guest.AllocatePages(1);
        guest.Test.Write(segment, Descriptor(guest.Bus(segment), 16, 2));
        var circle = queue.Run(NvmeEntry.Read(1, 8) with { Flags = 0x40, Prp1 = guest.Bus(segment), Prp2 = 16 | (2UL << 60) });
        Assert.That(circle.Status, Is.EqualTo(0x00E | DoNotRetry));

        var huge = queue.Run(NvmeEntry.Read(1, 8) with { Flags = 0x40, Prp1 = guest.Bus(segment), Prp2 = 0xFFFF_FFF0 | (2UL << 60) });
        Assert.That(huge.Status, Is.EqualTo(0x00E | DoNotRetry));
    }

    [Test]
    public void A_PRP_list_that_leads_to_itself_comes_to_an_end()
    {
        using var guest = new NvmeGuest(isSynchronous: isSynchronous);
        var queue = guest.CreateQueues();
        var list = guest.AllocatePages(1);
        var entries = new byte[4096];
        for (var at = 0; at < 4096; at += 8)
            BinaryPrimitives.WriteUInt64LittleEndian(entries.AsSpan(at), guest.Bus(list));

        guest.Test.Write(list, entries);

        // The list has room for one entry before its page ends, which leads to it again.
        var answer = queue.Run(NvmeEntry.Write(0, 1024) with { Prp1 = guest.Bus(list), Prp2 = guest.Bus(list) + 4088 });
        Assert.That(answer.Status, Is.Zero);
    }

    [TestCase(0x201ul, 0x1001ul, 16, 0x013, TestName = "A_second_page_that_is_not_aligned")]
    [TestCase(0ul, 0x1004ul, 24, 0x013, TestName = "A_list_that_is_not_aligned")]
    [TestCase(0xFFFF_0000_0000ul, 0ul, 1, 0x004, TestName = "A_page_that_no_window_has")]
    public void A_wrong_PRP_entry_is_told_apart(ulong first, ulong second, int blocks, int status)
    {
        using var guest = new NvmeGuest(isSynchronous: isSynchronous);
        var queue = guest.CreateQueues();
        var answer = queue.Run(NvmeEntry.Read(0, blocks) with { Prp1 = guest.Window + 0x20_0000 + first, Prp2 = guest.Window + 0x20_0000 + second });
        Assert.That(answer.Status, Is.EqualTo(status | DoNotRetry));
        Assert.That(guest.Status & 2, Is.Zero);
    }

    [Test]
    public void An_entry_of_a_list_that_is_not_aligned_is_refused_before_anything_is_moved()
    {
        using var guest = new NvmeGuest(isSynchronous: isSynchronous);
        var queue = guest.CreateQueues();
        var list = guest.AllocatePages(1);
        var entry = new byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(entry, guest.Bus(list));
        BinaryPrimitives.WriteUInt64LittleEndian(entry.AsSpan(8), guest.Bus(list) + 8);
        guest.Test.Write(list, entry);
        guest.Disk.Write(0, Content(4096, 9));
        var answer = queue.Run(NvmeEntry.Write(0, 24) with { Prp1 = guest.Bus(list), Prp2 = guest.Bus(list) });

        Assert.That(answer.Status, Is.EqualTo(0x013 | DoNotRetry));
        var onDisk = new byte[4096];
        guest.Disk.Read(0, onDisk);
        Assert.That(onDisk, Is.EqualTo(Content(4096, 9)));
    }

    [Test]
    public void Zeroes_are_written_blocks_deallocated_and_compared()
    {
        using var guest = new NvmeGuest(isSynchronous: isSynchronous);
        var queue = guest.CreateQueues();
        guest.Disk.Write(0, [.. Enumerable.Repeat((byte)0xEE, 65536)]);
        Assert.That(queue.Run(NvmeEntry.Transfer(0x08, 8, 16)).Status, Is.Zero);

        var ranges = guest.AllocatePages(1);
        var range = new byte[32];
        BinaryPrimitives.WriteUInt32LittleEndian(range.AsSpan(4), 8);
        BinaryPrimitives.WriteUInt64LittleEndian(range.AsSpan(8), 40);
        BinaryPrimitives.WriteUInt32LittleEndian(range.AsSpan(20), 8);
        BinaryPrimitives.WriteUInt64LittleEndian(range.AsSpan(24), 64);
        guest.Test.Write(ranges, range);
        Assert.That(queue.Run(new NvmeEntry(0x09) { Prp1 = guest.Bus(ranges), Word10 = 1, Word11 = 4 }).Status, Is.Zero);
        var expected = Enumerable.Repeat((byte)0xEE, 65536).ToArray();
        expected.AsSpan(8 * 512, 16 * 512).Clear();
        expected.AsSpan(40 * 512, 8 * 512).Clear();
        expected.AsSpan(64 * 512, 8 * 512).Clear();
        var content = new byte[65536];
        guest.Disk.Read(0, content);
        Assert.That(content.AsSpan().SequenceEqual(expected), Is.True);

        var page = guest.AllocatePages(1);
        guest.Test.Write(page, expected[(7 * 512)..(9 * 512)]);
        Assert.That(queue.Run(NvmeEntry.Transfer(0x05, 7, 2) with { Prp1 = guest.Bus(page) }).Status, Is.Zero);
        Assert.That(queue.Run(NvmeEntry.Transfer(0x05, 6, 2) with { Prp1 = guest.Bus(page) }).Status, Is.EqualTo(0x285));
        Assert.That(queue.Run(new NvmeEntry(0x00)).Status, Is.Zero);
        Assert.That(queue.Run(new NvmeEntry(0x00) { NamespaceId = uint.MaxValue }).Status, Is.Zero);
    }

    [Test]
    public void Ranges_beyond_the_end_are_refused_before_any_is_deallocated()
    {
        using var guest = new NvmeGuest(isSynchronous: isSynchronous);
        var queue = guest.CreateQueues();
        guest.Disk.Write(0, [1]);
        var ranges = guest.AllocatePages(1);
        var range = new byte[32];
        BinaryPrimitives.WriteUInt32LittleEndian(range.AsSpan(4), 8);
        BinaryPrimitives.WriteUInt32LittleEndian(range.AsSpan(20), uint.MaxValue);
        guest.Test.Write(ranges, range);
        Assert.That(queue.Run(new NvmeEntry(0x09) { Prp1 = guest.Bus(ranges), Word10 = 1, Word11 = 4 }).Status, Is.EqualTo(0x080 | DoNotRetry));
        var content = new byte[1];
        guest.Disk.Read(0, content);
        Assert.That(content[0], Is.EqualTo(1));
    }

    [TestCase(0x02, 1u, 0ul, 0x1_0000, 0x002, TestName = "More_data_than_a_command_may_have")]
    [TestCase(0x02, 1u, 0x4000ul, 1, 0x080, TestName = "The_block_after_the_last_one")]
    [TestCase(0x01, 1u, 0x3FFFul, 2, 0x080, TestName = "Blocks_beyond_the_last_one")]
    [TestCase(0x08, 1u, ulong.MaxValue, 2, 0x080, TestName = "Zeroes_beyond_the_last_block")]
    [TestCase(0x02, 0u, 0ul, 1, 0x00B, TestName = "No_namespace")]
    [TestCase(0x02, 257u, 0ul, 1, 0x00B, TestName = "A_namespace_that_there_cannot_be")]
    [TestCase(0x02, 2u, 0ul, 1, 0x002, TestName = "A_namespace_that_there_is_not")]
    [TestCase(0x02, uint.MaxValue, 0ul, 1, 0x002, TestName = "All_namespaces")]
    [TestCase(0x00, 2u, 0ul, 1, 0x002, TestName = "A_flush_of_a_namespace_that_there_is_not")]
    [TestCase(0x7F, 1u, 0ul, 1, 0x001, TestName = "An_opcode_that_there_is_not")]
    public void A_wrong_command_is_told_apart(int opcode, uint id, ulong block, int blocks, int status)
    {
        using var guest = new NvmeGuest(isSynchronous: isSynchronous);
        var queue = guest.CreateQueues();
        var answer = queue.Run(NvmeEntry.Transfer((byte)opcode, block, blocks) with { NamespaceId = id, Prp1 = guest.Window + 0x20_0000 });
        Assert.That(answer.Status, Is.EqualTo(status | DoNotRetry));
    }

    [Test]
    public void Fused_commands_and_unknown_data_pointers_are_invalid()
    {
        using var guest = new NvmeGuest(isSynchronous: isSynchronous);
        var queue = guest.CreateQueues();
        Assert.That(queue.Run(NvmeEntry.Read(0, 1) with { Flags = 1 }).Status, Is.EqualTo(0x002));
        Assert.That(queue.Run(NvmeEntry.Read(0, 1) with { Flags = 0xC0 }).Status, Is.EqualTo(0x002 | DoNotRetry));
    }

    [Test]
    public void A_queue_full_of_commands_is_done_and_its_head_goes_on()
    {
        using var guest = new NvmeGuest(isSynchronous: isSynchronous);
        var queue = guest.CreateQueues(size: 32);
        var page = guest.AllocatePages(1);
        for (var round = 0; round < 5; round++)
        {
            var ids = new HashSet<ushort>();
            for (var index = 0; index < 31; index++)
                ids.Add(queue.Add(NvmeEntry.Read((ulong)index, 1) with { Prp1 = guest.Bus(page) }));

            queue.Ring();
            NvmeAnswer? last = null;
            for (var index = 0; index < 31; index++)
            {
                last = queue.Wait();
                Assert.That((last.Status, ids.Remove(last.Id)), Is.EqualTo(((ushort)0, true)));
            }

            Assert.That(last!.Head, Is.EqualTo((31 * (round + 1)) % 32));
        }
    }

    [Test]
    public void Completions_wait_for_room_in_their_queue()
    {
        using var guest = new NvmeGuest(isSynchronous: isSynchronous);
        var queue = new NvmeQueuePair(guest, 1, 16);
        Assert.That(guest.Admin.Run(new NvmeEntry(0x05) { Prp1 = queue.Completions, Word10 = 1 | (3 << 16), Word11 = 1 }).Status, Is.Zero);
        Assert.That(guest.Admin.Run(new NvmeEntry(0x01) { Prp1 = queue.Submissions, Word10 = 1 | (15 << 16), Word11 = 1 | (1 << 16) }).Status, Is.Zero);
        for (var index = 0; index < 10; index++)
            queue.Add(new NvmeEntry(0x00));

        queue.Ring();

        // Three of the four entries are filled in, then one for each that is taken; the driver looks at a ring of four.
        var seen = new List<ushort>();
        var (head, phase) = (0, true);
        while (seen.Count < 10)
        {
            var page = guest.Test.Read(new GuestPhysicalAddress(queue.Completions - guest.Window + (ulong)(head * 16)), 16);
            if ((page[14] & 1) != 0 == phase)
            {
                seen.Add(BinaryPrimitives.ReadUInt16LittleEndian(page.AsSpan(12)));
                head = (head + 1) % 4;
                phase ^= head == 0;
                guest.WriteRegister(0x100C, (uint)head);
            }
        }

        Assert.That(seen, Is.EquivalentTo(Enumerable.Range(1, 10)));
    }

    [Test]
    public void Read_only_disks_say_so_and_refuse_writes()
    {
        using var guest = new NvmeGuest(isSynchronous: isSynchronous, disk: new MemoryBlockDevice("disk", NvmeGuest.DiskSize, isReadOnly: true));
        var queue = guest.CreateQueues();
        Assert.That(guest.RunAdmin(NvmeEntry.Identify(0, 1)).Data[99], Is.EqualTo(1));
        var page = guest.AllocatePages(1);
        Assert.That(queue.Run(NvmeEntry.Write(0, 1) with { Prp1 = guest.Bus(page) }).Status, Is.EqualTo(0x020 | DoNotRetry));
        Assert.That(queue.Run(NvmeEntry.Transfer(0x08, 0, 1)).Status, Is.EqualTo(0x020 | DoNotRetry));
        Assert.That(queue.Run(new NvmeEntry(0x09) { Prp1 = guest.Bus(page), Word11 = 4 }).Status, Is.EqualTo(0x020 | DoNotRetry));
        Assert.That(queue.Run(NvmeEntry.Read(0, 1) with { Prp1 = guest.Bus(page) }).Status, Is.Zero);
        Assert.That(queue.Run(new NvmeEntry(0x00)).Status, Is.Zero);
    }

    [TestCase(BlockStatus.NoSpace, 0x01, 0x4081)]
    [TestCase(BlockStatus.HostError, 0x01, 0x280)]
    [TestCase(BlockStatus.HostError, 0x02, 0x281)]
    [TestCase(BlockStatus.Truncated, 0x02, 0x281)]
    [TestCase(BlockStatus.HostError, 0x05, 0x281)]
    [TestCase(BlockStatus.NoSpace, 0x08, 0x4081)]
    [TestCase(BlockStatus.HostError, 0x09, 0x280)]
    [TestCase(BlockStatus.HostError, 0x00, 0x280)]
    public void What_fails_on_the_disk_fails_for_the_guest_and_is_logged(BlockStatus failure, int opcode, int status)
    {
        using var guest = new NvmeGuest(isSynchronous: isSynchronous, disk: new FailingDisk { Failure = failure });
        var queue = guest.CreateQueues();
        var page = guest.AllocatePages(1);
        var words = opcode == 0x09 ? (0u, 4u, 0u) : (7u, 0u, 0u);
        var answer = queue.Run(new NvmeEntry((byte)opcode) { Prp1 = guest.Bus(page), Word10 = words.Item1, Word11 = words.Item2, Word12 = words.Item3 });
        Assert.That(answer.Status, Is.EqualTo(status));

        var log = guest.RunAdmin(NvmeEntry.GetLog(1, 64)).Data;
        Assert.That(BinaryPrimitives.ReadUInt64LittleEndian(log), Is.EqualTo(1));
        Assert.That(BinaryPrimitives.ReadUInt16LittleEndian(log.AsSpan(8)), Is.EqualTo(1), "queue");
        Assert.That(BinaryPrimitives.ReadUInt16LittleEndian(log.AsSpan(10)), Is.EqualTo(answer.Id));
        Assert.That(BinaryPrimitives.ReadUInt16LittleEndian(log.AsSpan(12)) >> 1, Is.EqualTo(status));
        var health = guest.RunAdmin(NvmeEntry.GetLog(2, 512)).Data;
        Assert.That((health[160], health[176]), Is.EqualTo(((byte)1, (byte)1)));
    }

    [Test]
    public void A_write_with_force_unit_access_is_flushed()
    {
        var disk = new FailingDisk();
        using var guest = new NvmeGuest(isSynchronous: isSynchronous, disk: disk);
        var queue = guest.CreateQueues();
        var page = guest.AllocatePages(1);
        queue.Run(NvmeEntry.Write(0, 1) with { Prp1 = guest.Bus(page) });
        Assert.That(disk.Flushes, Is.Zero);
        var write = NvmeEntry.Write(0, 1);
        queue.Run(write with { Prp1 = guest.Bus(page), Word12 = write.Word12 | (1 << 30) });
        Assert.That(disk.Flushes, Is.EqualTo(1));
    }

    [Test]
    public void Without_the_write_cache_each_write_is_flushed()
    {
        var disk = new FailingDisk();
        using var guest = new NvmeGuest(isSynchronous: isSynchronous, disk: disk);
        var queue = guest.CreateQueues();
        var page = guest.AllocatePages(1);
        Assert.That(guest.Admin.Run(NvmeEntry.GetFeature(6)).Result, Is.EqualTo(1));
        Assert.That(guest.Admin.Run(NvmeEntry.SetFeature(6, 0)).Status, Is.Zero);
        Assert.That((guest.Admin.Run(NvmeEntry.GetFeature(6)).Result, disk.Flushes), Is.EqualTo((0u, 1)));
        queue.Run(NvmeEntry.Write(0, 1) with { Prp1 = guest.Bus(page) });
        Assert.That(disk.Flushes, Is.EqualTo(2));
    }

    [Test]
    public void Transfers_without_a_limit_take_no_more_memory_than_others()
    {
        using var guest = new NvmeGuest([("mdts", "0")], isSynchronous, new MemoryBlockDevice("disk", 64 << 20));
        var queue = guest.CreateQueues();
        var page = guest.AllocatePages(1);

        // 32 MiB, all of it to the same page.
        var list = guest.AllocatePages(17);
        var entries = new byte[17 * 4096];
        for (var at = 0; at < entries.Length; at += 8)
        {
            var isPointer = at % 4096 == 4088;
            BinaryPrimitives.WriteUInt64LittleEndian(entries.AsSpan(at), isPointer ? guest.Bus(list) + (ulong)at + 8 : guest.Bus(page));
        }

        guest.Test.Write(list, entries);
        var answer = queue.Run(NvmeEntry.Read(0, 65536) with { Prp1 = guest.Bus(page), Prp2 = guest.Bus(list) });
        Assert.That(answer.Status, Is.Zero);
    }

    [Test]
    public void Blocks_can_be_larger()
    {
        using var guest = new NvmeGuest([("logical_block_size", "4096")], isSynchronous);
        var queue = guest.CreateQueues();
        var identified = guest.RunAdmin(NvmeEntry.Identify(0, 1)).Data;
        Assert.That((BinaryPrimitives.ReadUInt64LittleEndian(identified), identified[130]), Is.EqualTo((2048ul, (byte)12)));
        var page = guest.AllocatePages(1);
        guest.Test.Write(page, Content(4096, 6));
        Assert.That(queue.Run(NvmeEntry.Write(2047, 1) with { Prp1 = guest.Bus(page) }).Status, Is.Zero);
        var content = new byte[4096];
        guest.Disk.Read(2047 * 4096, content);
        Assert.That(content, Is.EqualTo(Content(4096, 6)));
        Assert.That(queue.Run(NvmeEntry.Write(2048, 1) with { Prp1 = guest.Bus(page) }).Status, Is.EqualTo(0x080 | DoNotRetry));
    }

    private static byte[] Content(int length, int seed)
    {
        var content = new byte[length];
        new Random(seed).NextBytes(content);
        return content;
    }

    private static byte[] Descriptor(ulong address, int length, int type)
    {
        var descriptor = new byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(descriptor, address);
        BinaryPrimitives.WriteInt32LittleEndian(descriptor.AsSpan(8), length);
        descriptor[15] = (byte)(type << 4);
        return descriptor;
    }

    /// <summary>The PRP entries of data that are contiguous in memory.</summary>
    private static NvmeEntry WithPrp(NvmeGuest guest, NvmeEntry entry, GuestPhysicalAddress data, int length)
    {
        var first = 4096 - (int)(data.Value % 4096);
        if (length <= first)
            return entry with { Prp1 = guest.Bus(data) };

        if (length <= first + 4096)
            return entry with { Prp1 = guest.Bus(data), Prp2 = guest.Bus(data) + (ulong)first };

        var list = guest.AllocatePages(1);
        var entries = new byte[4096];
        for (var (at, offset) = (0, first); offset < length; at += 8, offset += 4096)
            BinaryPrimitives.WriteUInt64LittleEndian(entries.AsSpan(at), guest.Bus(data) + (ulong)offset);

        guest.Test.Write(list, entries);
        return entry with { Prp1 = guest.Bus(data), Prp2 = guest.Bus(list) };
    }
}
