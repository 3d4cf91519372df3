using System.Diagnostics;
using Hv.Runtime.Pci;

namespace Hv.Devices.Tests.Nvme;

/// <summary>Resets, shutdowns and failures of an NVMe controller, with commands in flight.</summary>
public sealed class NvmeResetTests
{
    [Test]
    public void A_shutdown_flushes_the_disk()
    {
        var disk = new FailingDisk();
        using var guest = new NvmeGuest(disk: disk);
        guest.WriteRegister(0x14, 0x0046_4001);
        guest.WaitForStatus(0xC, 8);
        Assert.That(disk.Flushes, Is.EqualTo(1));
        guest.Disable();
        Assert.That(guest.Status, Is.Zero);
    }

    [Test]
    public void A_reset_waits_for_what_is_in_flight_and_completes_nothing_of_it()
    {
        var disk = new FailingDisk();
        using var guest = new NvmeGuest(disk: disk);
        var queue = guest.CreateQueues();
        var page = guest.AllocatePages(1);
        disk.Gate.Reset();
        queue.Add(NvmeEntry.Read(0, 1) with { Prp1 = guest.Bus(page) });
        queue.Ring();
        WaitUntil(() => disk.Reads == 1);

        guest.WriteRegister(0x14, 0x0046_0000);
        Assert.That(guest.Status & 1, Is.EqualTo(1), "the read may still reach memory");
        disk.Gate.Set();
        guest.WaitForStatus(1, 0);
        Assert.That(queue.Poll(rings: false), Is.Null);

        // Enabled again it works as before.
        guest.Disable();
        guest.Enable();
        Assert.That(guest.CreateQueues().Run(NvmeEntry.Read(0, 1) with { Prp1 = guest.Bus(page) }).Status, Is.Zero);
    }

    [Test]
    public void A_controller_that_is_enabled_while_it_resets_starts_when_it_has()
    {
        var disk = new FailingDisk();
        using var guest = new NvmeGuest(disk: disk);
        var queue = guest.CreateQueues();
        disk.Gate.Reset();
        queue.Add(NvmeEntry.Read(0, 1) with { Prp1 = guest.Window + 0x20_0000 });
        queue.Ring();
        WaitUntil(() => disk.Reads == 1);
        guest.WriteRegister(0x14, 0x0046_0000);
        guest.WriteRegister(0x14, 0x0046_0001);
        disk.Gate.Set();
        WaitUntil(() => (guest.Status & 1) == 1);
        Thread.Sleep(1);
        WaitUntil(() => (guest.Status & 3) == 1);
    }

    [Test]
    public void A_reset_of_the_machine_waits_until_nothing_reaches_memory_any_more()
    {
        var disk = new FailingDisk();
        using var guest = new NvmeGuest(disk: disk);
        var queue = guest.CreateQueues();
        var page = guest.AllocatePages(1);
        disk.Gate.Reset();
        for (var index = 0; index < 8; index++)
            queue.Add(NvmeEntry.Read(0, 1) with { Prp1 = guest.Bus(page) });

        queue.Ring();
        WaitUntil(() => disk.Reads >= 1);
        using var timer = new Timer(_ => disk.Gate.Set(), null, 50, Timeout.Infinite);
        guest.Test.Machine.Reset();
        Assert.That(disk.Gate.IsSet, Is.True);
        guest.Test.Write(page, new byte[512]);
        Thread.Sleep(20);
        Assert.That(guest.Test.Read(page, 512), Is.All.Zero);
        Assert.That(disk.Reads, Is.LessThan(8), "the others were not begun");
    }

    [Test]
    public void A_queue_is_deleted_when_its_commands_have_completed()
    {
        var disk = new FailingDisk();
        using var guest = new NvmeGuest(disk: disk);
        var queue = guest.CreateQueues();
        var page = guest.AllocatePages(1);
        disk.Gate.Reset();
        var read = queue.Add(NvmeEntry.Read(0, 1) with { Prp1 = guest.Bus(page) });
        queue.Ring();
        WaitUntil(() => disk.Reads == 1);
        guest.Admin.Add(new NvmeEntry(0x00) { Word10 = 1 });
        guest.Admin.Ring();
        Thread.Sleep(20);
        Assert.That(guest.Admin.Poll(), Is.Null);
        disk.Gate.Set();
        Assert.That(guest.Admin.Wait().Status, Is.Zero);
        Assert.That(queue.Poll()?.Id, Is.EqualTo(read));
        Assert.That(guest.Admin.Run(new NvmeEntry(0x04) { Word10 = 1 }).Status, Is.Zero);
    }

    [Test]
    public void Other_commands_do_not_wait_for_one_that_takes_long()
    {
        var disk = new FailingDisk();
        using var guest = new NvmeGuest(disk: disk);
        var slow = guest.CreateQueues(1);
        var quick = guest.CreateQueues(2);
        disk.Gate.Reset();
        slow.Add(NvmeEntry.Read(0, 1) with { Prp1 = guest.Window + 0x20_0000 });
        slow.Ring();
        WaitUntil(() => disk.Reads == 1);
        Assert.That(quick.Run(new NvmeEntry(0x00)).Status, Is.Zero);
        Assert.That(guest.Admin.Run(NvmeEntry.GetFeature(7)).Status, Is.Zero);
        Assert.That(slow.Poll(), Is.Null);
        disk.Gate.Set();
        Assert.That(slow.Wait().Status, Is.Zero);
    }

    [Test]
    public void Queues_that_are_not_in_RAM_fail_the_controller()
    {
        using var guest = new NvmeGuest();
        guest.Disable();
        guest.WriteRegister(0x24, 0x001F_001F);
        guest.WriteWide(0x28, 0xDEAD_0000_0000);
        guest.WriteWide(0x30, guest.Admin.Completions);
        guest.WriteRegister(0x14, 0x0046_0001);
        guest.WriteRegister(0x1000, 1);
        guest.WaitForStatus(2, 2);

        guest.Disable();
        guest.Enable();
        guest.Disable();
        guest.WriteWide(0x28, guest.Admin.Submissions);
        guest.WriteWide(0x30, 0xDEAD_0000_0000);
        guest.WriteRegister(0x14, 0x0046_0001);
        guest.Admin.Add(NvmeEntry.GetFeature(7));
        guest.Admin.Ring();
        guest.WaitForStatus(2, 2);
    }

    [Test]
    public void DMA_reaches_no_registers_of_devices()
    {
        using var guest = new NvmeGuest();
        var answer = guest.Admin.Run(NvmeEntry.Identify(1) with { Prp1 = 0 });
        Assert.That(answer.Status, Is.EqualTo(0x004));
    }

    [Test]
    public void Without_bus_mastering_nothing_is_fetched()
    {
        using var guest = new NvmeGuest();
        guest.WriteConfiguration(PciRegister.Command, 2, PciRegister.CommandMemory);
        guest.Admin.Add(NvmeEntry.GetFeature(7));
        guest.Admin.Ring();
        guest.WaitForStatus(2, 2);
    }

    [Test]
    public void A_function_level_reset_resets_all_of_it()
    {
        using var guest = new NvmeGuest();
        guest.WriteConfiguration(0x88, 2, 0x8000);
        Assert.That(guest.ReadConfiguration(0x88, 2), Is.Zero);
        Assert.That(guest.ReadConfiguration(PciRegister.Command, 2), Is.Zero);
        Assert.That(guest.Controller.ReadRegister(0x1C, 4), Is.Zero);
    }

    private static void WaitUntil(Func<bool> condition)
    {
        var waited = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.That(waited.Elapsed, Is.LessThan(NvmeQueuePair.Patience));
            Thread.Sleep(0);
        }
    }
}
