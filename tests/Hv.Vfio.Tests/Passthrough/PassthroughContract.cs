using Hv.Pseries;
using Hv.Pseries.Dma;
using Hv.Pseries.Versions;
using Hv.Runtime.Calls;
using Hv.Runtime.Hypercalls;
using Hv.Runtime.Pci;
using Hv.Runtime.Rtas;
using Hv.Vfio.Kernel;
using Hv.Vfio.Tests.Contract;

namespace Hv.Vfio.Tests.Passthrough;

/// <summary>
/// A device of a host that a pseries guest has, on modelled and on real kernels: registers, configuration space, interrupts, and DMA
/// through the windows that the guest makes.
/// </summary>
public abstract class PassthroughContract
{
    private const ulong ReadWrite = 3;
    private const int Length = 2048;

    private IContractHost? _host;

    /// <summary>The host.</summary>
    protected IContractHost Host => _host ?? throw new InvalidOperationException("there is no host before the set-up");

    /// <summary>Makes the host, once for all tests.</summary>
    protected abstract IContractHost CreateHost();

    /// <summary>Where the host can have a 64-bit window: where a guest's is by default on POWER, below 2^39 on a PC.</summary>
    protected ulong WindowAddress => Host.Profile.SecondWindowStart != 0 ? Host.Profile.SecondWindowStart : 0x10_0000_0000;

    [OneTimeSetUp]
    public void SetHostUp() => _host = CreateHost();

    [OneTimeTearDown]
    public void TearHostDown() => _host?.Dispose();

    [Test]
    public void The_guest_finds_the_device_and_its_registers()
    {
        using var guest = new PassthroughGuest<Pseries_2_4>(Host);
        Assert.That(guest.ReadConfiguration(PciRegister.VendorId, 4), Is.EqualTo(0x11E8_1234));
        Assert.That(guest.Read(PassthroughGuest<Pseries_2_4>.Identification), Is.EqualTo(0x0100_00ED));
        guest.Write(PassthroughGuest<Pseries_2_4>.Liveness, 0x1234_5678);
        Assert.That(guest.Read(PassthroughGuest<Pseries_2_4>.Liveness), Is.EqualTo(~0x1234_5678u));
    }

    [Test]
    public void Its_data_goes_through_the_default_window_and_back_and_its_message_arrives()
    {
        using var guest = new PassthroughGuest<Pseries_2_4>(Host);
        guest.EnableMessages();
        for (var page = 0UL; page < 4; page++)
            Assert.That(guest.Map(new Liobn(0x8000_0000), 0x10_0000 + (page << 12), 0x20_0000 + (page << 12) | ReadWrite), Is.EqualTo(HypercallStatus.Success));

        CopyThereAndBack(guest, 0x10_0000, 0x20_0000);
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(2)]
    public void Its_data_goes_through_a_window_that_a_guest_of_2_4_made(int levels)
    {
        if (levels > Math.Max(Host.Profile.Levels, 1) && Host.Profile.Iommu == IommuType.SpaprTceV2)
            levels = 1;

        using var guest = new PassthroughGuest<Pseries_2_4>(
            Host, ("dma64_win_addr", $"0x{WindowAddress:x}"), ("levels", $"{levels}"));
        Assert.That(
            guest.Test.Rtas().IbmQueryPeDmaWindow(
                new PciConfigAddress(3 << 11), guest.Bridge.Buid, out uint available, out uint _, out PageSizes sizes, out uint _),
            Is.EqualTo(RtasStatus.Success));
        Assert.That((available, sizes.HasFlag(PageSizes.Size64K)), Is.EqualTo((1u, true)));

        guest.EnableMessages();
        Assert.That(
            guest.Test.Rtas().IbmCreatePeDmaWindow(new PciConfigAddress(3 << 11), guest.Bridge.Buid, 16, 30, out var window, out var busAddress),
            Is.EqualTo(RtasStatus.Success), guest.Device.Follower.LastRefusal);
        Assert.That(busAddress, Is.EqualTo(WindowAddress));

        // Only a part of the window, and not at its beginning.
        for (var page = 0UL; page < 4; page++)
        {
            Assert.That(
                guest.Map(window, busAddress + 0x100_0000 + (page << 16), 0x40_0000 + (page << 16) | ReadWrite), Is.EqualTo(HypercallStatus.Success),
                guest.Device.Follower.LastRefusal);
        }

        CopyThereAndBack(guest, busAddress + 0x100_0000, 0x40_0000);
        Assert.That(guest.Test.Rtas().IbmRemovePeDmaWindow(window), Is.EqualTo(RtasStatus.Success));
        Assert.That(guest.Device.Follower.Refusals, Is.Zero);
    }

    [Test]
    public void What_the_guest_unmaps_the_device_does_not_reach()
    {
        using var guest = new PassthroughGuest<Pseries_2_4>(Host);
        guest.EnableMessages();
        var window = new Liobn(0x8000_0000);
        for (var page = 0UL; page < 16; page++)
            guest.Map(window, page << 12, 0x20_0000 + (page << 12) | ReadWrite);

        // One page out of the middle: the others stay.
        Assert.That(guest.Map(window, 0x5000, 0), Is.EqualTo(HypercallStatus.Success));
        var content = Pattern(Length, 7);
        guest.Memory.Write(0x20_4000, content);
        guest.Memory.Write(0x20_5000, new byte[Length]);
        guest.Transfer(0x4000, PassthroughGuest<Pseries_2_4>.Buffer, Length, toMemory: false);
        guest.Transfer(PassthroughGuest<Pseries_2_4>.Buffer, 0x5000, Length, toMemory: true);
        guest.Transfer(PassthroughGuest<Pseries_2_4>.Buffer, 0x6000, Length, toMemory: true);
        Assert.That(Read(guest, 0x20_5000), Is.All.Zero);
        Assert.That(Read(guest, 0x20_6000), Is.EqualTo(content));
    }

    [Test]
    public void A_reset_of_the_machine_brings_the_default_window_back_and_nothing_mapped()
    {
        using var guest = new PassthroughGuest<Pseries_2_4>(Host, ("dma64_win_addr", $"0x{WindowAddress:x}"));
        guest.EnableMessages();
        Assert.That(guest.Test.Rtas().IbmRemovePeDmaWindow(new Liobn(0x8000_0000)), Is.EqualTo(RtasStatus.Success));
        guest.Test.Machine.Reset();
        guest.WriteConfiguration(PciRegister.BaseAddress0, 4, 0x9000_0000);
        guest.WriteConfiguration(PciRegister.Command, 2, PciRegister.CommandMemory | PciRegister.CommandBusMaster);
        guest.EnableMessages();
        for (var page = 0UL; page < 4; page++)
            guest.Map(new Liobn(0x8000_0000), page << 12, 0x20_0000 + (page << 12) | ReadWrite);

        CopyThereAndBack(guest, 0, 0x20_0000);
    }

    [Test]
    public void Its_pin_interrupts_until_the_guest_has_dealt_with_it()
    {
        using var guest = new PassthroughGuest<Pseries_2_4>(Host);
        var source = guest.Bridge.PinSources[3];
        guest.Write(PassthroughGuest<Pseries_2_4>.InterruptRaise, 1);
        PassthroughGuest<Pseries_2_4>.WaitUntil(() => source.Line.IsAsserted, "the pin");
        guest.Write(PassthroughGuest<Pseries_2_4>.InterruptAcknowledge, 1);
        lock (guest.Test.Machine.Lock)
            source.Line.End();

        Assert.That(source.Line.IsAsserted, Is.False);
        guest.Write(PassthroughGuest<Pseries_2_4>.InterruptRaise, 2);
        PassthroughGuest<Pseries_2_4>.WaitUntil(() => source.Line.IsAsserted, "the pin a second time");
        guest.Write(PassthroughGuest<Pseries_2_4>.InterruptAcknowledge, 2);
    }

    [Test]
    public void Interrupts_go_by_the_pin_again_when_messages_are_switched_off()
    {
        using var guest = new PassthroughGuest<Pseries_2_4>(Host);
        guest.EnableMessages();
        guest.Write(PassthroughGuest<Pseries_2_4>.InterruptRaise, 1);
        PassthroughGuest<Pseries_2_4>.WaitUntil(() => guest.Messages == 1, "the message");
        guest.Write(PassthroughGuest<Pseries_2_4>.InterruptAcknowledge, 1);
        guest.DisableMessages();
        guest.Write(PassthroughGuest<Pseries_2_4>.InterruptRaise, 1);
        PassthroughGuest<Pseries_2_4>.WaitUntil(() => guest.Bridge.PinSources[3].Line.IsAsserted, "the pin");
        guest.Write(PassthroughGuest<Pseries_2_4>.InterruptAcknowledge, 1);
    }

    private static void CopyThereAndBack(PassthroughGuest<Pseries_2_4> guest, ulong busAddress, ulong memory)
    {
        var content = Pattern(Length, 11);
        guest.Memory.Write(memory, content);
        guest.Memory.Write(memory + 0x2000, new byte[Length]);
        guest.Transfer(busAddress, PassthroughGuest<Pseries_2_4>.Buffer, Length, toMemory: false);
        guest.Transfer(PassthroughGuest<Pseries_2_4>.Buffer, busAddress + 0x2000, Length, toMemory: true);
        Assert.That(Read(guest, memory + 0x2000), Is.EqualTo(content));
    }

    private static byte[] Read(PassthroughGuest<Pseries_2_4> guest, ulong offset)
    {
        var content = new byte[Length];
        guest.Memory.Read(offset, content);
        return content;
    }

    private static byte[] Pattern(int length, int seed)
    {
        var content = new byte[length];
        new Random(seed).NextBytes(content);
        return content;
    }
}
