using Hv.Testing.Vfio;
using Hv.Vfio.Kernel;

namespace Hv.Vfio.Tests.Fake;

/// <summary>Faults, counters and leaks of the modelled kernel.</summary>
[TestFixture]
public sealed class FakeFaultTests
{
    private const ulong Page = 4096;

    [Test]
    public void The_request_that_a_test_names_fails_as_often_as_it_says()
    {
        using var session = new FakeSession(FakeKernelOptions.Pc);
        session.Kernel.Faults.Fail(VfioRequest.MapDma, Errno.NoMemory, skip: 1, count: 1);
        Assert.That(session.Map(0, session.Address, Page).IsError, Is.False);
        Assert.That(session.Map(Page, session.Address, Page).Error, Is.EqualTo(Errno.NoMemory));
        Assert.That(session.Map(Page, session.Address, Page).IsError, Is.False, "what failed had no effect");
        Assert.That(session.Kernel.Faults.Hits, Is.EqualTo(1));
    }

    [Test]
    public void A_number_with_two_meanings_fails_for_one_kind_of_descriptor()
    {
        using var session = new FakeSession(FakeKernelOptions.Pc);
        session.Kernel.Faults.Fail(VfioRequest.MapDma, Errno.NoMemory, kind: FakeFileKind.Device);
        Assert.That(session.Map(0, session.Address, Page).IsError, Is.False);
    }

    [TestCase(FakeCall.Open)]
    [TestCase(FakeCall.CreateEvent)]
    [TestCase(FakeCall.SignalEvent)]
    [TestCase(FakeCall.TakeEvent)]
    [TestCase(FakeCall.Wait)]
    [TestCase(FakeCall.Share)]
    [TestCase(FakeCall.Read)]
    [TestCase(FakeCall.Write)]
    [TestCase(FakeCall.MapFile)]
    [TestCase(FakeCall.UnmapFile)]
    [TestCase(FakeCall.Close)]
    [TestCase(FakeCall.Control)]
    [TestCase(FakeCall.ReadText)]
    [TestCase(FakeCall.WriteText)]
    public void Every_call_can_fail(FakeCall call)
    {
        using var session = new FakeSession(FakeKernelOptions.Pc);
        var device = session.OpenDevice();
        var signal = session.Kernel.CreateEvent().Number;
        session.Kernel.Faults.Fail(call, Errno.InputOutput);
        var kernel = session.Kernel;
        var result = call switch
        {
            FakeCall.Open => kernel.Open("/dev/vfio/vfio"),
            FakeCall.CreateEvent => kernel.CreateEvent(),
            FakeCall.SignalEvent => kernel.SignalEvent(signal),
            FakeCall.TakeEvent => kernel.TakeEvent(signal),
            FakeCall.Wait => kernel.Wait([new PollEntry(signal)], 0),
            FakeCall.Share => kernel.Share(session.Memory),
            FakeCall.Read => kernel.Read(device, new byte[4], 0),
            FakeCall.Write => kernel.Write(device, new byte[4], 0),
            FakeCall.MapFile => kernel.MapFile(device, 0, Page, isWritable: true),
            FakeCall.UnmapFile => kernel.UnmapFile(Page, Page),
            FakeCall.Close => kernel.Close(device),
            FakeCall.Control => kernel.Control(session.Container, VfioRequest.GetApiVersion),
            FakeCall.ReadText => kernel.Files.ReadText("/proc/self/status", out _),
            _ => kernel.Files.WriteText("/sys/bus/pci/drivers_probe", session.Device.Address),
        };
        Assert.That(result.Error, Is.EqualTo(Errno.InputOutput));
    }

    [Test]
    public void Reads_can_be_short()
    {
        using var session = new FakeSession(FakeKernelOptions.Pc);
        var device = session.OpenDevice();
        session.Kernel.Faults.Shorten(FakeCall.Read, 2, count: 1);
        var bytes = new byte[4];
        Assert.That(session.Kernel.Read(device, bytes, 7UL << 40).Value, Is.EqualTo(2));
        Assert.That(bytes, Is.EqualTo((byte[])[0x34, 0x12, 0, 0]));
        Assert.That(session.Kernel.Read(device, bytes, 7UL << 40).Value, Is.EqualTo(4));
    }

    [Test]
    public void Interrupts_can_be_lost_and_doubled()
    {
        using var session = new FakeSession(FakeKernelOptions.Pc);
        var device = session.OpenDevice();
        var signal = session.Kernel.CreateEvent().Number;
        session.SetInterrupts(device, 1, FakeSession.TriggerByEvent, 0, 1, signal);
        session.Kernel.Faults.LoseInterrupts(count: 1);
        session.Device.SendMessage(0);
        Assert.That(session.Kernel.TakeEvent(signal).Error, Is.EqualTo(Errno.TryAgain));
        session.Kernel.Faults.DoubleInterrupts(count: 1);
        session.Device.SendMessage(0);
        Assert.That(session.Kernel.TakeEvent(signal).Value, Is.EqualTo(2));
        session.Device.SendMessage(0);
        Assert.That(session.Kernel.TakeEvent(signal).Value, Is.EqualTo(1));
    }

    [Test]
    public void A_device_that_vanishes_is_asked_for_first_and_then_answers_ones()
    {
        using var session = new FakeSession(FakeKernelOptions.Pc);
        var device = session.OpenDevice();
        var signal = session.Kernel.CreateEvent().Number;
        session.SetInterrupts(device, 4, FakeSession.TriggerByEvent, 0, 1, signal);
        session.Device.Configuration.Set(4, [6, 0]);
        session.Map(0, session.Address, Page);
        session.Device.Vanish();

        Assert.That(session.Kernel.TakeEvent(signal).Value, Is.EqualTo(1));
        var bytes = new byte[4];
        Assert.That(session.Kernel.Read(device, bytes, 0).Value, Is.EqualTo(4));
        Assert.That(bytes, Is.All.EqualTo(byte.MaxValue));
        Assert.That(session.Kernel.Control(device, VfioRequest.DeviceReset).Error, Is.EqualTo(Errno.InputOutput));
        Assert.That(session.Device.WriteMemory(0, [1]), Is.False);
        Assert.That(session.Kernel.Files.List("/sys/bus/pci/devices", out var names).IsError, Is.False);
        Assert.That(names, Is.Empty);
        Assert.That(session.Kernel.Close(device).IsError, Is.False);
    }

    [Test]
    public void Leaks_are_told_one_by_one()
    {
        var session = new FakeSession(FakeKernelOptions.Pc);
        session.Map(0x1000, session.Address, 2 * Page);
        session.Kernel.CreateEvent();
        Assert.That(session.Kernel.Leaks.Items, Is.EquivalentTo((string[])
        [
            "open: /dev/vfio/vfio",
            "open: /dev/vfio/3",
            "open: anon_inode:[eventfd]",
            "mapping of 0x2000 bytes at 0x1000",
            "shared 1 times: session.ram",
            "0x2000 bytes are locked",
        ]));
        Assert.That(session.Kernel.AssertNoLeaks, Throws.InvalidOperationException.With.Message.Contains("open: /dev/vfio/3"));
        session.Dispose();
    }

    [Test]
    public void Nothing_leaks_once_all_is_given_back()
    {
        using var session = new FakeSession(FakeKernelOptions.Powernv9);
        session.Register(session.Address, 1 << 20);
        session.Map(0, session.Address, 65536);
        session.Unmap(0, 65536);
        session.Register(session.Address, 1 << 20, VfioRequest.SpaprUnregisterMemory);
        session.Kernel.Close(session.Group);
        session.Kernel.Close(session.Container);
        session.Kernel.Unshare(session.Memory);
        Assert.That(session.Kernel.Leaks.Items, Is.Empty);
        session.Kernel.AssertNoLeaks();
    }

    [Test]
    public void Calls_entries_and_bytes_are_counted()
    {
        using var session = new FakeSession(FakeKernelOptions.Powernv9);
        session.Register(session.Address, 1 << 20);
        session.Map(0, session.Address, 65536);
        session.Map(0, session.Address, 4096);
        session.Unmap(0, 1 << 20);
        Assert.That(session.Kernel.Calls[VfioRequest.MapDma], Is.EqualTo(2));
        Assert.That(session.Kernel.Calls[FakeFileKind.Container, VfioRequest.UnmapDma], Is.EqualTo(1));
        Assert.That(session.Kernel.Calls.MappedEntries, Is.EqualTo(17));
        Assert.That(session.Kernel.Calls.MappedBytes, Is.EqualTo(17 * 4096));
        Assert.That(session.Kernel.Calls.UnmappedBytes, Is.EqualTo(65536));
        session.Kernel.Calls.Clear();
        Assert.That(session.Kernel.Calls[VfioRequest.MapDma], Is.Zero);
    }

    [Test]
    public void Calls_are_written_down_when_a_test_wants_it()
    {
        using var session = new FakeSession(FakeKernelOptions.Pc);
        session.Map(0, session.Address, Page);
        session.Kernel.Calls.IsLogged = true;
        session.Map(0, session.Address, Page);
        session.Kernel.Open("/dev/vfio/99");
        session.Kernel.Close(session.Group);
        Assert.That(session.Kernel.Calls.Log.Select(record => record.ToString()), Is.EqualTo((string[])
        [
            "MapDma /dev/vfio/vfio = EEXIST (17)",
            "Open /dev/vfio/99 = ENOENT (2)",
            "Close /dev/vfio/3 = 0",
        ]));
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Mapping_unmapping_and_events_take_no_memory(bool isSpapr)
    {
        using var session = new FakeSession(isSpapr ? FakeKernelOptions.Powernv9 : FakeKernelOptions.Pc);
        if (isSpapr)
            session.Register(session.Address, 1 << 20);

        var signal = session.Kernel.CreateEvent().Number;
        var entries = new PollEntry[] { new(signal) };
        void Once()
        {
            for (var index = 0UL; index < 100; index++)
                session.Map(index * 4096, session.Address + (index * 4096), 4096);

            for (var index = 0UL; index < 100; index++)
                session.Unmap(index * 4096, 4096);

            session.Kernel.SignalEvent(signal);
            session.Kernel.Wait(entries, 0);
            session.Kernel.TakeEvent(signal);
        }

        Once();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 10; round++)
            Once();

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }
}
