using Hv.Pseries;
using Hv.Runtime.Calls;
using Hv.Runtime.Objects;
using Hv.Runtime.Pci;
using Hv.Testing.Vfio;
using Hv.Vfio.Kernel;
using Hv.Vfio.Tests.Contract;
using Hv.Vfio.Tests.Fake;
using Guest = Hv.Vfio.Tests.Passthrough.PassthroughGuest<Hv.Pseries.Versions.Pseries_2_4>;

namespace Hv.Vfio.Tests.Passthrough;

/// <summary>Every call of the kernel fails once, wherever it is made in the life of a device: nothing is left behind, and nothing breaks.</summary>
public sealed class FaultSweepTests
{
    private const ulong ReadWrite = 3;
    private const int MostFaults = 400;

    private static readonly FakeCall[] Calls =
    [
        FakeCall.Open, FakeCall.Control, FakeCall.Read, FakeCall.Write, FakeCall.MapFile, FakeCall.CreateEvent, FakeCall.Share, FakeCall.ReadText,
    ];

    private static IEnumerable<TestCaseData> Faults() =>
        from host in (string[])["q35", "powernv9", "pseries"]
        from call in Calls
        from error in (Errno[])[Errno.InputOutput, Errno.NoMemory, Errno.InvalidArgument, Errno.NoDevice]
        select new TestCaseData(host, call, error);

    [TestCaseSource(nameof(Faults))]
    public void A_call_that_fails_leaves_nothing_behind(string host, FakeCall call, Errno error)
    {
        for (var skip = 0; skip < MostFaults; skip++)
        {
            using var fake = Make(host);
            fake.FakeKernel.Faults.Fail(call, error, skip, count: 1);
            try
            {
                Live(fake);
            }
            catch (PropertyException exception)
            {
                Assert.That(exception.Message, Does.Contain("vfio-pci"), "who fails says what it is");
            }
            catch (VfioException exception)
            {
                // What goes wrong later is told to whoever runs the machine: here, by the call that was made.
                Assert.That(exception.Message, Does.Contain("0000:00:04.0"));
            }

            if (fake.FakeKernel.Faults.Hits == 0)
                return;
        }

        Assert.Fail($"more than {MostFaults} calls");
    }

    [Test]
    public void Short_reads_and_writes_of_registers_break_nothing([Values(0, 1, 3)] int bytes, [Values] bool reads)
    {
        for (var skip = 0; skip < 60; skip++)
        {
            using var fake = Make("q35");
            fake.FakeKernel.Faults.Shorten(reads ? FakeCall.Read : FakeCall.Write, bytes, skip, count: 3);
            try
            {
                Live(fake);
            }
            catch (Exception exception) when (exception is PropertyException or VfioException)
            {
                Assert.That(exception.Message, Does.Contain("vfio-pci").Or.Contain("0000:00:04.0"));
            }
        }
    }

    [Test]
    public void Interrupts_that_come_twice_are_messages_that_arrive()
    {
        using var fake = Make("q35");
        fake.FakeKernel.Faults.DoubleInterrupts();
        using var guest = new Guest(fake);
        guest.EnableMessages();
        guest.Write(Guest.InterruptRaise, 1);
        Guest.WaitUntil(() => guest.Messages >= 1, "the message");
    }

    [Test]
    public void A_device_that_vanishes_reads_as_ones_and_can_be_removed()
    {
        using var fake = Make("q35");
        using (var guest = new Guest(fake, ("dma64_win_addr", "0x1000000000")))
        {
            guest.EnableMessages();
            fake.FakeKernel.Devices[0].Vanish();
            Assert.That(guest.Read(Guest.Identification), Is.EqualTo(uint.MaxValue));
            guest.Write(Guest.Liveness, 1);
            Assert.That(guest.ReadConfiguration(0x44, 4), Is.EqualTo(uint.MaxValue).Or.GreaterThanOrEqualTo(0));
            Assert.That(guest.Map(new Liobn(0x8000_0000), 0x1000, 0x20_0000 | ReadWrite), Is.EqualTo(Hv.Runtime.Hypercalls.HypercallStatus.Success));
            guest.Test.Machine.Reset();
        }
    }

    private static FakeHost Make(string host) => host switch
    {
        "powernv9" => FakeHost.Powernv9(),
        "pseries" => FakeHost.Pseries(),
        _ => FakeHost.Q35(),
    };

    /// <summary>Most of what a guest does with a device. Whether it succeeds is not asked: only that it ends well.</summary>
    private static void Live(FakeHost host)
    {
        var place = host.Profile.SecondWindowStart != 0 ? host.Profile.SecondWindowStart : 0x10_0000_0000;
        using var guest = new Guest(host, ("dma64_win_addr", $"0x{place:x}"));
        var address = new PciConfigAddress(3 << 11);
        guest.Test.Rtas().IbmChangeMsi(address, guest.Bridge.Buid, 3, 1, 1, out _, out _, out _);
        guest.WriteConfiguration(0x42, 2, 1);
        guest.Map(new Liobn(0x8000_0000), 0x1000, 0x20_0000 | ReadWrite);
        guest.Test.Rtas().IbmCreatePeDmaWindow(address, guest.Bridge.Buid, 16, 30, out var window, out var busAddress);
        for (var page = 0UL; page < 4; page++)
            guest.Map(window, busAddress + (page << 16), 0x40_0000 + (page << 16) | ReadWrite);

        guest.Map(window, busAddress + (1 << 16), 0);
        guest.Read(Guest.Identification);
        guest.WriteConfiguration(0x42, 2, 0);
        guest.Test.Rtas().IbmRemovePeDmaWindow(window);
        guest.Test.Machine.Reset();
        var device = guest.Device;
        guest.Test.Machine.RequestUnplug(device);
        guest.Test.Machine.Reset();
    }
}
