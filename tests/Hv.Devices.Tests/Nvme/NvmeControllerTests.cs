using System.Buffers.Binary;
using System.Text;
using Hv.Devices.Nvme;
using Hv.Pseries.Versions;
using Hv.Runtime.Block;
using Hv.Runtime.Machines;
using Hv.Runtime.Objects;
using Hv.Testing;

namespace Hv.Devices.Tests.Nvme;

public sealed class NvmeControllerTests
{
    private const ushort DoNotRetry = 0x4000;

    [Test]
    public void Registers_tell_what_the_controller_can_do()
    {
        using var guest = new NvmeGuest(enables: false);
        Assert.Multiple(() =>
        {
            Assert.That(guest.ReadWide(0), Is.EqualTo(0x0040_1820_0F01_07FFul));
            Assert.That(guest.ReadRegister(8), Is.EqualTo(0x0001_0400));
            Assert.That(guest.Status, Is.Zero);
            Assert.That(guest.ReadRegister(0x20), Is.Zero, "NSSR");
            Assert.That(guest.ReadRegister(0x1000), Is.Zero, "doorbells are not read");
        });
    }

    [Test]
    public void Registers_are_read_in_every_width_and_written_in_words()
    {
        using var guest = new NvmeGuest(enables: false);
        Span<byte> content = stackalloc byte[8];
        guest.WriteWide(0x28, 0x1122_3344_5566_7788);
        for (var width = 1; width <= 8; width *= 2)
        {
            guest.ReadBytes(0x28, content[..width]);
            Assert.That(content[..width].ToArray(), Is.EqualTo(new byte[] { 0x88, 0x77, 0x66, 0x55, 0x44, 0x33, 0x22, 0x11 }[..width]));
        }

        guest.WriteBytes(0x28, [0xFF, 0xFF]);
        guest.WriteBytes(0x28, [0xFF]);
        Assert.That(guest.ReadWide(0x28), Is.EqualTo(0x1122_3344_5566_7788));
        guest.WriteRegister(0x2C, 1);
        Assert.That(guest.ReadWide(0x28), Is.EqualTo(0x1_5566_7788));
        guest.WriteRegister(0x0C, 0xF0);
        guest.WriteRegister(0x10, 0x30);
        Assert.That((guest.ReadRegister(0x0C), guest.ReadRegister(0x10)), Is.EqualTo((0xC0u, 0xC0u)));
        guest.WriteRegister(0x00, 0);
        guest.WriteRegister(0x1C, uint.MaxValue);
        Assert.That((guest.ReadRegister(0), guest.Status), Is.EqualTo((0x0F01_07FFu, 0u)));
    }

    [TestCase(0x0046_0011u, 0u, TestName = "A_command_set_that_there_is_not")]
    [TestCase(0x0046_0281u, 0u, TestName = "Pages_that_are_too_large")]
    [TestCase(0x0045_0001u, 0u, TestName = "Entries_of_32_bytes")]
    [TestCase(0x0036_0001u, 0u, TestName = "Completions_of_8_bytes")]
    [TestCase(0x0046_0001u, 0x10u, TestName = "An_admin_queue_that_is_not_aligned")]
    public void A_controller_that_cannot_start_says_so_and_starts_after_a_reset(uint configuration, uint offset)
    {
        using var guest = new NvmeGuest(enables: false);
        guest.WriteRegister(0x24, 0x001F_001F);
        guest.WriteWide(0x28, guest.Admin.Submissions + offset);
        guest.WriteWide(0x30, guest.Admin.Completions);
        guest.WriteRegister(0x14, configuration);
        Assert.That(guest.Status, Is.EqualTo(2));
        guest.WriteRegister(0x1000, 1);

        guest.Disable();
        guest.Enable();
        Assert.That(guest.Admin.Run(NvmeEntry.GetFeature(7)).Result, Is.EqualTo(0x003F_003F));
    }

    [Test]
    public void Admin_queues_of_one_entry_are_none()
    {
        using var guest = new NvmeGuest(enables: false);
        guest.WriteRegister(0x14, 0x0046_0001);
        Assert.That(guest.Status, Is.EqualTo(2));
    }

    [Test]
    public void The_controller_and_its_namespace_are_identified()
    {
        using var guest = new NvmeGuest();
        var controller = guest.RunAdmin(NvmeEntry.Identify(1)).Data;
        var first = guest.RunAdmin(NvmeEntry.Identify(0, 1)).Data;
        Assert.Multiple(() =>
        {
            Assert.That(BinaryPrimitives.ReadUInt32LittleEndian(controller), Is.EqualTo(0x1AF4_1B36));
            Assert.That(Encoding.ASCII.GetString(controller, 4, 20), Is.EqualTo("hv-1".PadRight(20)));
            Assert.That(Encoding.ASCII.GetString(controller, 24, 40), Is.EqualTo("Hv NVMe Ctrl".PadRight(40)));
            Assert.That(controller[77], Is.EqualTo(7));
            Assert.That(BinaryPrimitives.ReadUInt32LittleEndian(controller.AsSpan(516)), Is.EqualTo(256));
            Assert.That(Encoding.ASCII.GetString(controller, 768, 33), Does.StartWith("nqn.2014-08.org.nvmexpress:uuid:"));
            Assert.That(BinaryPrimitives.ReadUInt64LittleEndian(first), Is.EqualTo(NvmeGuest.DiskSize / 512));
            Assert.That((first[25], first[26], first[130]), Is.EqualTo(((byte)0, (byte)0, (byte)9)), "one format of 512 bytes");
            Assert.That(guest.RunAdmin(NvmeEntry.Identify(2)).Data[..8], Is.EqualTo(new byte[] { 1, 0, 0, 0, 0, 0, 0, 0 }));
            Assert.That(guest.RunAdmin(NvmeEntry.Identify(3, 1)).Data[..6], Is.EqualTo(new byte[] { 4, 1, 0, 0, 0, 0 }));
            Assert.That(guest.RunAdmin(NvmeEntry.Identify(0, 2)).Data, Is.All.Zero);
            Assert.That(guest.RunAdmin(NvmeEntry.Identify(0x1C)).Data[0], Is.EqualTo(1));
        });
    }

    [TestCase(0x00, 0u, 0, 0x00B)]
    [TestCase(0x00, uint.MaxValue, 0, 0x00B)]
    [TestCase(0x02, 0xFFFF_FFFEu, 0, 0x00B)]
    [TestCase(0x03, 2u, 0, 0x002)]
    [TestCase(0x05, 1u, 2, 0x002)]
    [TestCase(0x06, 0u, 2, 0x002)]
    [TestCase(0x13, 0u, 0, 0x002)]
    [TestCase(0xFF, 0u, 0, 0x002)]
    public void What_cannot_be_identified_is_told_apart(int structure, uint id, int commandSet, int status)
    {
        using var guest = new NvmeGuest();
        Assert.That(guest.RunAdmin(NvmeEntry.Identify((byte)structure, id, (byte)commandSet)).Answer.Status, Is.EqualTo(status | DoNotRetry));
    }

    [Test]
    public void Queues_are_made_and_deleted_as_the_rules_say()
    {
        using var guest = new NvmeGuest();
        var page = guest.Window + 0x20_0000;
        ushort Completion(uint id, uint size, uint flags = 3, uint vector = 0, uint offset = 0) => guest.Admin.Run(
            new NvmeEntry(0x05) { Prp1 = page + offset, Word10 = id | (size << 16), Word11 = flags | (vector << 16) }).Status;
        ushort Submission(uint id, uint size, uint completion, uint flags = 1, uint offset = 0) => guest.Admin.Run(
            new NvmeEntry(0x01) { Prp1 = page + 0x10000 + offset, Word10 = id | (size << 16), Word11 = flags | (completion << 16) }).Status;
        ushort Delete(byte opcode, uint id) => guest.Admin.Run(new NvmeEntry(opcode) { Word10 = id }).Status;

        Assert.Multiple(() =>
        {
            Assert.That(Completion(0, 15), Is.EqualTo(0x101 | DoNotRetry));
            Assert.That(Completion(65, 15), Is.EqualTo(0x101 | DoNotRetry));
            Assert.That(Completion(1, 0), Is.EqualTo(0x102 | DoNotRetry));
            Assert.That(Completion(1, 0x800), Is.EqualTo(0x102 | DoNotRetry));
            Assert.That(Completion(1, 15, offset: 8), Is.EqualTo(0x013 | DoNotRetry));
            Assert.That(Completion(1, 15, vector: 1), Is.EqualTo(0x108 | DoNotRetry), "without MSI-X");
            Assert.That(Completion(1, 15, flags: 2), Is.EqualTo(0x002 | DoNotRetry));
            Assert.That(Submission(1, 15, 1), Is.EqualTo(0x100 | DoNotRetry));
            Assert.That(Completion(1, 15), Is.Zero);
            Assert.That(Completion(1, 15), Is.EqualTo(0x101 | DoNotRetry));
            Assert.That(Submission(1, 15, 0), Is.EqualTo(0x100 | DoNotRetry));
            Assert.That(Submission(0, 15, 1), Is.EqualTo(0x101 | DoNotRetry));
            Assert.That(Submission(1, 0xFFFF, 1), Is.EqualTo(0x102 | DoNotRetry));
            Assert.That(Submission(1, 15, 1, offset: 64), Is.EqualTo(0x013 | DoNotRetry));
            Assert.That(Submission(1, 15, 1, flags: 0), Is.EqualTo(0x002 | DoNotRetry));
            Assert.That(Submission(1, 15, 1), Is.Zero);
            Assert.That(Submission(2, 15, 1), Is.Zero);
            Assert.That(Delete(0x04, 1), Is.EqualTo(0x10C), "it is in use");
            Assert.That(Delete(0x04, 0), Is.EqualTo(0x100 | DoNotRetry));
            Assert.That(Delete(0x00, 0), Is.EqualTo(0x101 | DoNotRetry));
            Assert.That(Delete(0x00, 3), Is.EqualTo(0x101 | DoNotRetry));
            Assert.That(Delete(0x00, 1), Is.Zero);
            Assert.That(Delete(0x04, 1), Is.EqualTo(0x10C));
            Assert.That(Delete(0x00, 2), Is.Zero);
            Assert.That(Delete(0x04, 1), Is.Zero);
        });
    }

    [Test]
    public void Admin_commands_that_there_are_not_and_those_with_SGLs_are_refused()
    {
        using var guest = new NvmeGuest();
        Assert.Multiple(() =>
        {
            Assert.That(guest.Admin.Run(new NvmeEntry(0x80)).Status, Is.EqualTo(0x001 | DoNotRetry), "format");
            Assert.That(guest.Admin.Run(new NvmeEntry(0xFF)).Status, Is.EqualTo(0x001 | DoNotRetry));
            Assert.That(guest.Admin.Run(NvmeEntry.Identify(1) with { Flags = 0x40 }).Status, Is.EqualTo(0x002 | DoNotRetry));
            Assert.That(guest.Admin.Run(NvmeEntry.Identify(1) with { Flags = 1 }).Status, Is.EqualTo(0x002));
            Assert.That(guest.Admin.Run(NvmeEntry.Identify(1)).Status, Is.EqualTo(0x004), "to a page that no window has");
            Assert.That(guest.Admin.Run(new NvmeEntry(0x08) { Word10 = 0 }) is { Status: 0, Result: 1 }, "abort");
            Assert.That(guest.Admin.Run(new NvmeEntry(0x08) { Word10 = 9 }).Status, Is.EqualTo(0x002 | DoNotRetry));
        });
    }

    [Test]
    public void Features_are_set_and_a_reset_brings_the_defaults_back()
    {
        using var guest = new NvmeGuest();
        (byte Feature, uint Value, uint Default)[] features =
        [
            (0x01, 0x0102_0300, 7), (0x04, 0x0160, 0x0157), (0x08, 0x0A03, 0), (0x0A, 1, 0), (0x0B, 0x100, 0),
        ];
        foreach (var (feature, value, initial) in features)
        {
            Assert.That(guest.Admin.Run(NvmeEntry.GetFeature(feature)).Result, Is.EqualTo(initial));
            Assert.That(guest.Admin.Run(NvmeEntry.SetFeature(feature, value)).Status, Is.Zero);
            Assert.That(guest.Admin.Run(NvmeEntry.GetFeature(feature)).Result, Is.EqualTo(value));
            Assert.That(guest.Admin.Run(NvmeEntry.GetFeature(feature, selection: 1)).Result, Is.EqualTo(initial));
            Assert.That(guest.Admin.Run(NvmeEntry.GetFeature(feature, selection: 3)).Result, Is.EqualTo(4), "can be changed");
        }

        guest.Disable();
        guest.Enable();
        foreach (var (feature, _, initial) in features)
            Assert.That(guest.Admin.Run(NvmeEntry.GetFeature(feature)).Result, Is.EqualTo(initial));
    }

    [Test]
    public void Features_are_refused_as_the_rules_say()
    {
        using var guest = new NvmeGuest();
        Assert.Multiple(() =>
        {
            Assert.That(guest.Admin.Run(NvmeEntry.GetFeature(0x03)).Status, Is.EqualTo(0x002 | DoNotRetry));
            Assert.That(guest.Admin.Run(NvmeEntry.SetFeature(0x03, 0)).Status, Is.EqualTo(0x002 | DoNotRetry));
            Assert.That(guest.Admin.Run(NvmeEntry.SetFeature(0x02, 1)).Status, Is.EqualTo(0x10E | DoNotRetry));
            Assert.That(guest.Admin.Run(NvmeEntry.SetFeature(0x0B, 0) with { Word10 = 0x8000_000B }).Status, Is.EqualTo(0x10D | DoNotRetry));
            Assert.That(guest.Admin.Run(NvmeEntry.SetFeature(0x0B, 0, id: 1)).Status, Is.EqualTo(0x10F | DoNotRetry));
            Assert.That(guest.Admin.Run(NvmeEntry.GetFeature(0x05, id: 0)).Status, Is.EqualTo(0x00B | DoNotRetry));
            Assert.That(guest.Admin.Run(NvmeEntry.GetFeature(0x05, id: 2)).Status, Is.EqualTo(0x002 | DoNotRetry));
            Assert.That(guest.Admin.Run(NvmeEntry.SetFeature(0x05, 7, id: 1)).Status, Is.Zero);
            Assert.That(guest.Admin.Run(NvmeEntry.GetFeature(0x05, id: 1)).Result, Is.EqualTo(7));
            Assert.That(guest.Admin.Run(NvmeEntry.SetFeature(0x07, 0xFFFF)).Status, Is.EqualTo(0x002 | DoNotRetry));
            Assert.That(guest.Admin.Run(NvmeEntry.SetFeature(0x07, 0x0001_0001)).Result, Is.EqualTo(0x003F_003F));
            Assert.That(guest.Admin.Run(NvmeEntry.SetFeature(0x04, 0x0030_0000)).Status, Is.EqualTo(0x002 | DoNotRetry));
            Assert.That(guest.Admin.Run(NvmeEntry.SetFeature(0x19, 1)).Status, Is.EqualTo(0x02B | DoNotRetry));
            Assert.That(guest.Admin.Run(NvmeEntry.GetFeature(0x09, 65)).Status, Is.EqualTo(0x002 | DoNotRetry));
            Assert.That(guest.Admin.Run(NvmeEntry.GetFeature(0x09, 0)).Result, Is.EqualTo(0x1_0000));
        });
        guest.CreateQueues();
        Assert.That(guest.Admin.Run(NvmeEntry.SetFeature(0x07, 1)).Status, Is.EqualTo(0x00C | DoNotRetry), "queues are there");
    }

    [Test]
    public void The_timestamp_follows_the_clock_of_the_machine()
    {
        using var guest = new NvmeGuest();
        var time = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(time, 1_000_000);
        guest.Clock.AdvanceTo(5_000_000);
        Assert.That(BinaryPrimitives.ReadUInt64LittleEndian(guest.RunAdmin(NvmeEntry.GetFeature(0x0E)).Data), Is.EqualTo(5));
        Assert.That(guest.RunAdmin(NvmeEntry.SetFeature(0x0E, 0), time).Answer.Status, Is.Zero);
        guest.Clock.AdvanceTo(12_000_000);
        Assert.That(
            BinaryPrimitives.ReadUInt64LittleEndian(guest.RunAdmin(NvmeEntry.GetFeature(0x0E)).Data), Is.EqualTo(1_000_007 | (1UL << 49)));
    }

    [Test]
    public void Log_pages_are_read_whole_and_in_part()
    {
        using var guest = new NvmeGuest();
        var queue = guest.CreateQueues();
        var page = guest.AllocatePages(2);
        for (var index = 0; index < 3; index++)
            queue.Run(NvmeEntry.Read(0, 16) with { Prp1 = guest.Bus(page), Prp2 = guest.Bus(page) + 4096 });

        var health = guest.RunAdmin(NvmeEntry.GetLog(2, 512)).Data;
        Assert.Multiple(() =>
        {
            Assert.That(BinaryPrimitives.ReadUInt16LittleEndian(health.AsSpan(1)), Is.EqualTo(0x143));
            Assert.That(health[0], Is.Zero);
            Assert.That((health[32], health[64], health[80]), Is.EqualTo(((byte)1, (byte)3, (byte)0)), "units read, commands");
            Assert.That(guest.RunAdmin(NvmeEntry.GetLog(2, 4, offset: 64)).Data[..5], Is.EqualTo(new byte[] { 3, 0, 0, 0, 0 }));
            Assert.That(Encoding.ASCII.GetString(guest.RunAdmin(NvmeEntry.GetLog(3, 512)).Data, 8, 8), Is.EqualTo("1.0     "));
            var effects = guest.RunAdmin(NvmeEntry.GetLog(5, 4096)).Data;
            Assert.That((effects[6 * 4], effects[1024], effects[1024 + 8], effects[0x80 * 4]), Is.EqualTo(((byte)1, (byte)3, (byte)1, (byte)0)));
            Assert.That(guest.RunAdmin(NvmeEntry.GetLog(4, 4096)).Data, Is.All.Zero);
            Assert.That(guest.RunAdmin(NvmeEntry.GetLog(2, 4, offset: 512)).Answer.Status, Is.EqualTo(0x002 | DoNotRetry));
            Assert.That(guest.RunAdmin(NvmeEntry.GetLog(2, 4, offset: 2)).Answer.Status, Is.EqualTo(0x002 | DoNotRetry));
            Assert.That(guest.RunAdmin(NvmeEntry.GetLog(0x70, 4)).Answer.Status, Is.EqualTo(0x002 | DoNotRetry));
            Assert.That(guest.RunAdmin(NvmeEntry.GetLog(2, 4, id: 7)).Answer.Status, Is.EqualTo(0x00B | DoNotRetry));
            Assert.That(
                guest.Admin.Run(NvmeEntry.GetLog(2, 4) with { Word11 = 0xFFFF }).Status, Is.EqualTo(0x002 | DoNotRetry), "4 GiB of a log");
        });
    }

    [Test]
    public void Events_complete_the_requests_that_wait_for_them()
    {
        using var guest = new NvmeGuest();
        guest.WriteRegister(0x1000 + (8 * 9), 0);
        var request = guest.Admin.Add(new NvmeEntry(0x0C));
        guest.Admin.Ring();
        Assert.That(guest.Admin.Run(NvmeEntry.GetFeature(7)).Status, Is.Zero, "the request still waits");

        guest.WriteRegister(0x1000 + (8 * 9), 0);
        Assert.That(guest.Admin.Wait() is { Status: 0, Result: 0x0001_0000 } first && first.Id == request, "doorbell of no queue");

        // The next event of the type waits until the log was read.
        var second = guest.Admin.Add(new NvmeEntry(0x0C));
        guest.Admin.Ring();
        guest.Admin.Run(NvmeEntry.GetFeature(7));
        guest.WriteRegister(0x1000, 0xFFFF);
        Assert.That(guest.Admin.Poll(), Is.Null);
        var page = guest.AllocatePages(1);
        var log = guest.Admin.Add(NvmeEntry.GetLog(1, 64) with { Prp1 = guest.Bus(page) });
        guest.Admin.Ring();
        var answers = new[] { guest.Admin.Wait(), guest.Admin.Wait() };
        Assert.That(answers.Select(answer => answer.Id), Is.EquivalentTo(new[] { second, log }));
        Assert.That(answers.Single(answer => answer.Id == second).Result, Is.EqualTo(0x0001_0100), "value beyond the queue");
    }

    [Test]
    public void A_temperature_beyond_a_threshold_is_an_event_when_the_host_wants_it()
    {
        using var guest = new NvmeGuest();
        guest.Admin.Run(NvmeEntry.SetFeature(0x0B, 2));
        guest.Admin.Add(new NvmeEntry(0x0C));
        guest.Admin.Ring();
        var set = guest.Admin.Add(NvmeEntry.SetFeature(0x04, 0x100));
        guest.Admin.Ring();
        var answers = new[] { guest.Admin.Wait(), guest.Admin.Wait() };
        Assert.That(answers.Single(answer => answer.Id != set).Result, Is.EqualTo(0x0002_0101));
        Assert.That(guest.RunAdmin(NvmeEntry.GetLog(2, 512)).Data[0], Is.EqualTo(2));
    }

    [Test]
    public void Event_requests_have_a_limit()
    {
        using var guest = new NvmeGuest([("aerl", "1")]);
        guest.Admin.Add(new NvmeEntry(0x0C));
        guest.Admin.Add(new NvmeEntry(0x0C));
        var third = guest.Admin.Add(new NvmeEntry(0x0C));
        guest.Admin.Ring();
        Assert.That(guest.Admin.Wait() is { Status: 0x105 } answer && answer.Id == third);
    }

    [Test]
    public void Several_namespaces_have_their_own_blocks_and_numbers()
    {
        using var drives = new BlockDevices();
        using var guest = new NvmeGuest(hasDrive: false, configure: machine =>
        {
            machine.Options.BlockDevices.Add(new MemoryBlockDevice("second", 1 << 20));
            machine.Options.BlockDevices.Add(new MemoryBlockDevice("third", 2 << 20));
            machine.CreateDevice<NvmeNamespaceDevice>("ns3", ("drive", "third"), ("bus", "nvme0"), ("nsid", "3"), ("logical_block_size", "4096"));
            machine.CreateDevice<NvmeNamespaceDevice>(
                "ns1", ("drive", "disk"), ("uuid", "00112233-4455-6677-8899-aabbccddeeff"), ("eui64", "0x0102030405060708"));
            machine.CreateDevice<NvmeNamespaceDevice>("ns2", ("drive", "second"));
        });
        var queue = guest.CreateQueues();
        var page = guest.AllocatePages(1);
        guest.Test.Write(page, [1, 2, 3]);
        Assert.That(queue.Run(NvmeEntry.Write(1, 1) with { Prp1 = guest.Bus(page), NamespaceId = 3 }).Status, Is.Zero);
        var content = new byte[3];
        guest.Drives.TryGet("third", out var third);
        third!.Read(4096, content);

        Assert.Multiple(() =>
        {
            Assert.That(content, Is.EqualTo(new byte[] { 1, 2, 3 }));
            Assert.That(guest.RunAdmin(NvmeEntry.Identify(2)).Data[..16], Is.EqualTo(new byte[] { 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0 }));
            Assert.That(guest.RunAdmin(NvmeEntry.Identify(2, 2)).Data[..8], Is.EqualTo(new byte[] { 3, 0, 0, 0, 0, 0, 0, 0 }));
            Assert.That(BinaryPrimitives.ReadUInt64LittleEndian(guest.RunAdmin(NvmeEntry.Identify(0, 2)).Data), Is.EqualTo(2048));
            var identifiers = guest.RunAdmin(NvmeEntry.Identify(3, 1)).Data;
            Assert.That(identifiers[..8], Is.EqualTo(new byte[] { 3, 16, 0, 0, 0x00, 0x11, 0x22, 0x33 }));
            Assert.That(identifiers[20..32], Is.EqualTo(new byte[] { 1, 8, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8 }));
            Assert.That(guest.Test.Machine.FindBus("nvme0")!.Devices.Select(device => device.Id), Is.EqualTo(new[] { "ns3", "ns1", "ns2" }));
            Assert.That(queue.Run(new NvmeEntry(0) { NamespaceId = uint.MaxValue }).Status, Is.Zero);
        });
    }

    [TestCase("", "nvme: serial property not set")]
    [TestCase("serial=123456789012345678901", "nvme.serial: '123456789012345678901' has more than 20 characters, or others than ASCII's")]
    [TestCase("serial=a,drive=none", "Property 'nvme.drive' can't find value 'none'")]
    [TestCase("serial=a,drive=disk,logical_block_size=1000", "nvme.logical_block_size: 1000 bytes; allowed: a power of two from 512 to 65536")]
    public void A_wrong_property_is_named(string properties, string message)
    {
        using var drives = new BlockDevices();
        drives.Add(new MemoryBlockDevice("disk", 4096));
        (string, string)[] pairs =
            [.. properties.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')).Select(pair => (pair[0], pair[1]))];
        var options = new MachineOptions { RamSize = 64 << 20, BlockDevices = drives };
        Assert.That(
            () => new TestMachine<Pseries_7_2>(options, machine => machine.CreateDevice<NvmeController>(properties: pairs)),
            Throws.TypeOf<PropertyException>().With.Message.EqualTo(message));
        Assert.That(drives.All[0].User, Is.Null);
    }

    [Test]
    public void A_controller_that_is_unplugged_leaves_its_drive_to_the_next_one()
    {
        using var drives = new BlockDevices();
        drives.Add(new MemoryBlockDevice("disk", 4096));
        using var test = new TestMachine<Pseries_7_2>(new MachineOptions { RamSize = 64 << 20, BlockDevices = drives });
        for (var round = 0; round < 3; round++)
        {
            var device = test.Machine.CreateDevice<NvmeController>("n", ("serial", "a"), ("drive", "disk"));
            Assert.That(drives.All[0].User, Is.EqualTo("nvme"));
            test.Machine.RequestUnplug(device);
            Assert.That(drives.All[0].User, Is.Null);
        }
    }
}
