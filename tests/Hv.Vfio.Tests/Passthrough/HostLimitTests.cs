using Hv.Pseries;
using Hv.Pseries.Dma;
using Hv.Runtime.Calls;
using Hv.Runtime.Hypercalls;
using Hv.Runtime.Objects;
using Hv.Runtime.Pci;
using Hv.Runtime.Rtas;
using Hv.Testing.Vfio;
using Hv.Testing.Vfio.Devices;
using Hv.Vfio.Kernel.Structures;
using Hv.Vfio.Tests.Contract;
using Hv.Vfio.Tests.Fake;
using Guest = Hv.Vfio.Tests.Passthrough.PassthroughGuest<Hv.Pseries.Versions.Pseries_2_4>;

namespace Hv.Vfio.Tests.Passthrough;

/// <summary>What a guest is offered, and told, where the host's IOMMU has less than it wants.</summary>
public sealed class HostLimitTests
{
    private const ulong ReadWrite = 3;
    private const ulong Default64 = 0x0800_0000_0000_0000;

    private static readonly PciConfigAddress Device = new(3 << 11);
    private static readonly Liobn DefaultWindow = new(0x8000_0000);

    [Test]
    public void Without_a_place_that_the_host_translates_no_window_is_offered_and_none_created()
    {
        using var guest = Start(FakeKernelOptions.Pc);
        Assert.That(Query(guest).Available, Is.Zero);
        Assert.That(Create(guest, 16, 30, out _), Is.EqualTo(RtasStatus.HardwareError));
        Assert.That(guest.Bridge.EnabledDmaWindows, Is.EqualTo(1));
    }

    [Test]
    public void A_window_that_is_placed_lower_is_offered_as_large_as_it_fits()
    {
        using var guest = Start(FakeKernelOptions.Pc, ("dma64_win_addr", "0x4000000000"));
        var (available, largest, _) = Query(guest);
        Assert.That(available, Is.EqualTo(1));
        Assert.That(largest, Is.EqualTo((0x80_0000_0000 - 0x40_0000_0000) >> 16), "256 GiB in pages of 64 KiB, the largest that 2.4 has");
        Assert.That(Create(guest, 16, 39, out _), Is.EqualTo(RtasStatus.HardwareError), "512 GiB do not fit");
        Assert.That(Create(guest, 16, 38, out var busAddress), Is.EqualTo(RtasStatus.Success));
        Assert.That(busAddress, Is.EqualTo(0x40_0000_0000));
    }

    [Test]
    public void Page_sizes_are_those_of_the_property_and_the_host_together()
    {
        using var guest = Start(FakeKernelOptions.Powernv9, ("pgsz", "0x1211000"));
        Assert.That(Query(guest).Sizes, Is.EqualTo(PageSizes.Size4K | PageSizes.Size64K | PageSizes.Size2M), "powernv9 has no 16 MiB");
        Assert.That(Create(guest, 24, 30, out _), Is.EqualTo(RtasStatus.ParameterError));
        Assert.That(Create(guest, 21, 30, out var busAddress), Is.EqualTo(RtasStatus.Success));
        Assert.That(busAddress, Is.EqualTo(Default64));
    }

    [Test]
    public void Version_1_of_sPAPR_has_one_window_and_offers_no_other()
    {
        using var guest = Start(FakeKernelOptions.Powernv9 with { Iommu = FakeSpapr.Powernv9 with { HasVersion2 = false } });
        Assert.That(Query(guest).Available, Is.Zero);
        Assert.That(Create(guest, 12, 30, out _), Is.EqualTo(RtasStatus.HardwareError));
        Assert.That(guest.Map(DefaultWindow, 0x1000, 0x20_0000 | ReadWrite), Is.EqualTo(HypercallStatus.Success));
        Assert.That(ReadByDevice(guest, 0x1000), Is.True);
    }

    [Test]
    public void A_window_elsewhere_than_the_host_creates_it_is_refused_with_both_addresses()
    {
        using var guest = Start(FakeKernelOptions.Powernv9, ("dma64_win_addr", "0x4000000000"));
        Assert.That(Create(guest, 16, 30, out _), Is.EqualTo(RtasStatus.HardwareError));
        Assert.That(guest.Device.Follower.LastRefusal, Does.Contain("0x4000000000").And.Contain("0x800000000000000"));
    }

    [Test]
    public void More_levels_than_the_host_has_are_refused()
    {
        using var guest = Start(FakeKernelOptions.Pseries, ("levels", "2"));
        Assert.That(Create(guest, 16, 30, out _), Is.EqualTo(RtasStatus.HardwareError));
        Assert.That(guest.Device.Follower.LastRefusal, Does.Contain("2 levels").And.Contain("at most 1"));
    }

    [TestCase(30, 1)]
    [TestCase(40, 2)]
    [TestCase(46, 2)]
    public void Levels_0_are_the_fewest_that_the_table_fits_in(int windowShift, int levels)
    {
        Assert.That(Vfio.Containers.SpaprTableSize.LevelsFor(1UL << windowShift, 16, 65536, 5), Is.EqualTo(levels));
        using var guest = Start(FakeKernelOptions.Powernv9);
        Assert.That(Create(guest, 16, (uint)windowShift, out _), Is.EqualTo(RtasStatus.Success), guest.Device.Follower.LastRefusal);
        Assert.That(Fake(guest).Leaks.Items, Has.None.Contains("for good"), "nothing was tried in vain");
    }

    [Test]
    public void When_all_entries_are_used_the_guest_is_told_and_what_it_has_stays()
    {
        using var guest = Start(FakeKernelOptions.Pc with { Iommu = new FakeType1 { MappingLimit = 64 } });
        var mapped = 0UL;
        HypercallStatus status;
        while ((status = guest.Map(DefaultWindow, mapped << 13, 0x20_0000 | ReadWrite)) == HypercallStatus.Success)
            mapped++;

        Assert.That(status, Is.EqualTo(HypercallStatus.NotEnoughResources));
        Assert.That(mapped, Is.EqualTo(60));
        Assert.That(guest.Bridge.DmaWindows[0].Get(mapped << 13, out var tce), Is.EqualTo(HypercallStatus.Success));
        Assert.That(tce, Is.Zero, "the table and the device agree");
        Assert.That(ReadByDevice(guest, 0), Is.True);
        Assert.That(guest.Map(DefaultWindow, 0, 0), Is.EqualTo(HypercallStatus.Success));
        Assert.That(guest.Map(DefaultWindow, mapped << 13, 0x20_0000 | ReadWrite), Is.EqualTo(HypercallStatus.Success), "what was freed can be used");
    }

    [Test]
    public void A_cut_that_the_host_has_no_entry_for_is_refused_and_the_entry_stays()
    {
        using var guest = Start(FakeKernelOptions.Pc with { Iommu = new FakeType1 { MappingLimit = 8 } });
        var list = guest.Test.Allocate(4096);
        for (var page = 0UL; page < 64; page++)
            guest.Test.Memory.TryWrite(list + (page * 8), BigEndian(0x20_0000 + (page << 12) | ReadWrite));

        Assert.That(guest.Test.Hypercalls().HPutTceIndirect(DefaultWindow, 0, list, 64), Is.EqualTo(HypercallStatus.Success));
        Assert.That(Fake(guest).Calls[Vfio.Kernel.VfioRequest.MapDma], Is.EqualTo(1), "64 entries are one mapping");
        var page1 = 1UL;
        while (guest.Map(DefaultWindow, page1 << 12, 0) == HypercallStatus.Success)
            page1 += 2;

        Assert.That(guest.Bridge.DmaWindows[0].Get(page1 << 12, out var tce), Is.EqualTo(HypercallStatus.Success));
        Assert.That(tce, Is.EqualTo(0x20_0000 + (page1 << 12) | ReadWrite));
        Assert.That(ReadByDevice(guest, page1 << 12), Is.True, "the table and the device agree");
    }

    [Test]
    public void A_list_of_which_a_part_must_stay_leaves_table_and_device_agreed()
    {
        using var guest = Start(FakeKernelOptions.Pc with { Iommu = new FakeType1 { MappingLimit = 8 } });
        var list = guest.Test.Allocate(4096);
        Put(0, [.. Enumerable.Range(0, 64).Select(page => Tce(page))]);
        for (var page = 1UL; guest.Map(DefaultWindow, page << 12, 0) == HypercallStatus.Success; page += 2)
        {
        }

        // A page in the middle of the last run, which cannot be cut, and one that is a run of its own.
        Assert.That(Put(2, [0, 0, 0, .. Enumerable.Range(5, 45).Select(page => Tce(page)), 0]), Is.EqualTo(HypercallStatus.NotEnoughResources));
        for (var page = 0UL; page < 64; page++)
        {
            guest.Bridge.DmaWindows[0].Get(page << 12, out var tce);
            Assert.That(ReadByDevice(guest, page << 12), Is.EqualTo((tce & ReadWrite) != 0), $"page {page}");
        }

        HypercallStatus Put(ulong first, ulong[] tces)
        {
            for (var index = 0; index < tces.Length; index++)
                guest.Test.Memory.TryWrite(list + ((ulong)index * 8), BigEndian(tces[index]));

            return guest.Test.Hypercalls().HPutTceIndirect(DefaultWindow, first << 12, list, (ulong)tces.Length);
        }

        static ulong Tce(int page) => 0x20_0000 + ((ulong)page << 12) | ReadWrite;
    }

    [Test]
    public void Entries_that_lead_to_no_RAM_are_taken_and_reach_nothing()
    {
        using var guest = Start(FakeKernelOptions.Pc);
        Assert.That(guest.Map(DefaultWindow, 0x1000, guest.Bridge.Windows.Memory32.Address + 0x1000_0000 | ReadWrite), Is.EqualTo(HypercallStatus.Success));
        Assert.That(guest.Map(DefaultWindow, 0x2000, 32 << 20 | ReadWrite), Is.EqualTo(HypercallStatus.Success));
        Assert.That(guest.Map(DefaultWindow, 0x3000, 0xFFFF_FFFF_FFFF_F000 | ReadWrite), Is.EqualTo(HypercallStatus.Success));
        Assert.That(guest.Device.Follower.NoMemory, Is.EqualTo(3));
        foreach (var busAddress in (ulong[])[0x1000, 0x2000, 0x3000])
            Assert.That(ReadByDevice(guest, busAddress), Is.False);

        foreach (var busAddress in (ulong[])[0x1000, 0x2000, 0x3000])
            Assert.That(guest.Map(DefaultWindow, busAddress, 0), Is.EqualTo(HypercallStatus.Success));
    }

    [Test]
    public void Two_thousand_million_pages_of_the_same_memory_are_refused_at_once()
    {
        using var guest = Start(FakeKernelOptions.Pc, ("dma64_win_addr", "0x1000000000"));
        Assert.That(
            guest.Test.Rtas().IbmCreatePeDmaWindow(Device, guest.Bridge.Buid, 12, 38, out var window, out var busAddress), Is.EqualTo(RtasStatus.Success));
        Assert.That(
            guest.Test.Hypercalls().HStuffTce(window, busAddress, 0x20_0000 | ReadWrite, 1UL << 26), Is.EqualTo(HypercallStatus.NotEnoughResources));
        Assert.That(Fake(guest).Calls.MappedEntries, Is.Zero);
    }

    [Test]
    public void Less_locked_memory_than_RAM_is_told_in_MiB_before_anything_is_mapped()
    {
        var options = FakeKernelOptions.Pc with { CanLockMemory = false, LockedMemoryLimit = 8 << 20 };
        var exception = Assert.Throws<PropertyException>(() => Start(options).Dispose());
        Assert.That(exception!.Message, Does.Contain("32 MiB of locked memory; the limit is 8 MiB").And.Contain("ulimit -l"));
    }

    [Test]
    public void Interrupts_that_are_not_remapped_are_explained()
    {
        var exception = Assert.Throws<PropertyException>(() => Start(FakeKernelOptions.Pc with { HasInterruptRemapping = false }).Dispose());
        Assert.That(exception!.Message, Does.Contain("does not remap interrupts").And.Contain("allow_unsafe_interrupts"));
        using var guest = Start(FakeKernelOptions.Pc with { HasInterruptRemapping = false, AllowsUnsafeInterrupts = true });
        Assert.That(guest.Read(Guest.Identification), Is.EqualTo(0x0100_00ED));
    }

    [Test]
    public void Windows_created_and_removed_in_a_loop_leave_nothing()
    {
        foreach (var options in (FakeKernelOptions[])[FakeKernelOptions.Pc, FakeKernelOptions.Powernv9, FakeKernelOptions.Pseries])
        {
            using var guest = Start(options, ("dma64_win_addr", options == FakeKernelOptions.Pc ? "0x1000000000" : $"0x{Default64:x}"));
            var locked = 0UL;
            for (var round = 0; round < 200; round++)
            {
                Assert.That(
                    guest.Test.Rtas().IbmCreatePeDmaWindow(Device, guest.Bridge.Buid, 16, 30, out var window, out var busAddress),
                    Is.EqualTo(RtasStatus.Success));
                for (var page = 0UL; page < 8; page++)
                    Assert.That(guest.Map(window, busAddress + (page << 16), 0x40_0000 + (page << 16) | ReadWrite), Is.EqualTo(HypercallStatus.Success));

                Assert.That(guest.Test.Rtas().IbmRemovePeDmaWindow(window), Is.EqualTo(RtasStatus.Success));
                if (round == 0)
                    locked = Fake(guest).LockedBytes;
            }

            Assert.That(Fake(guest).LockedBytes, Is.EqualTo(locked));
            Assert.That(Fake(guest).Corruptions, Is.Empty);
        }
    }

    [Test]
    public void Two_processors_that_fight_for_an_entry_leave_what_the_table_says()
    {
        using var guest = Start(FakeKernelOptions.Pc);
        var table = guest.Bridge.DmaWindows[0];
        Parallel.For(0, 2, cpu =>
        {
            for (var round = 0; round < 5000; round++)
                table.Put(0x5000, (round + cpu) % 2 == 0 ? 0 : 0x20_0000 + ((ulong)cpu << 12) | ReadWrite);
        });
        table.Get(0x5000, out var tce);
        Assert.That(ReadByDevice(guest, 0x5000), Is.EqualTo((tce & ReadWrite) != 0));
        Assert.That(guest.Device.Follower.Refusals, Is.Zero);
    }

    private static Guest Start(FakeKernelOptions options, params IReadOnlyList<(string Property, string Value)> bridge)
    {
        var host = new FakeHost(options, HostProfile.Q35);
        return new Guest(host, bridge);
    }

    private static FakeKernel Fake(Guest guest) => (FakeKernel)guest.Device.HostDevice.Kernel;

    /// <summary>Whether the device reads a byte at a bus address, and the right one.</summary>
    private static bool ReadByDevice(Guest guest, ulong busAddress)
    {
        Span<byte> read = stackalloc byte[1];
        return Fake(guest).Devices[0].ReadMemory(busAddress, read);
    }

    private static (uint Available, uint Largest, PageSizes Sizes) Query(Guest guest)
    {
        Assert.That(
            guest.Test.Rtas().IbmQueryPeDmaWindow(Device, guest.Bridge.Buid, out uint available, out uint largest, out PageSizes sizes, out uint _),
            Is.EqualTo(RtasStatus.Success));
        return (available, largest, sizes);
    }

    private static RtasStatus Create(Guest guest, uint pageShift, uint windowShift, out ulong busAddress) =>
        guest.Test.Rtas().IbmCreatePeDmaWindow(Device, guest.Bridge.Buid, pageShift, windowShift, out _, out busAddress);

    private static byte[] BigEndian(ulong value)
    {
        var bytes = new byte[sizeof(ulong)];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        return bytes;
    }
}
