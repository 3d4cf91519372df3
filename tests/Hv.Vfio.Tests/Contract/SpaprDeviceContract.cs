using Hv.Vfio.Kernel;
using Hv.Vfio.Kernel.Structures;

namespace Hv.Vfio.Tests.Contract;

/// <summary>DMA of a device through the windows of an sPAPR IOMMU, version 2.</summary>
public abstract class SpaprDeviceContract : DeviceContract
{
    private const uint Shift64K = 16;

    private ulong? _window;

    // A kernel with pages of 4 KiB maps ordinary memory to pages of 4 KiB only.
    private uint Shift => Page >= 1 << 16 ? Shift64K : 12;

    /// <summary>Takes back what a test that failed has left.</summary>
    [TearDown]
    public void RemoveLeft()
    {
        if (_window is { } start)
            Remove(start);

        _window = null;
    }

    [Test]
    public void DMA_goes_through_a_second_window()
    {
        var start = CreateWindow(1UL << 28, levels: 1);
        Assert.That(start, Is.EqualTo(Profile.SecondWindowStart));
        CopyThereAndBack(start + (1 << 20));
        RemoveWindow(start);
    }

    [Test]
    public void DMA_goes_through_both_windows_in_turn()
    {
        var start = CreateWindow(1UL << 28, levels: 1);
        CopyThereAndBack(start);
        CopyThereAndBack(Iova);
        RemoveWindow(start);
    }

    [Test]
    public void DMA_goes_through_a_table_of_two_levels_where_the_host_has_them()
    {
        var levels = Math.Min(2, Profile.Levels);
        var start = CreateWindow(levels == 2 ? 1UL << 40 : 1UL << 28, levels);
        CopyThereAndBack(start + (levels == 2 ? 1UL << 39 : 1UL << 27));
        RemoveWindow(start);
    }

    private ulong CreateWindow(ulong size, uint levels)
    {
        var create = new SpaprCreate
        {
            ArgumentSize = StructureSpans.SizeOf<SpaprCreate>(),
            PageShift = Shift,
            WindowSize = size,
            Levels = levels,
        };
        Succeeds(Kernel.Control(Container, VfioRequest.SpaprTceCreate, ref create));
        _window = create.StartAddress;
        return create.StartAddress;
    }

    private void RemoveWindow(ulong start)
    {
        _window = null;
        Succeeds(Remove(start));
    }

    private KernelResult Remove(ulong start)
    {
        var remove = new SpaprRemove { ArgumentSize = StructureSpans.SizeOf<SpaprRemove>(), StartAddress = start };
        return Kernel.Control(Container, VfioRequest.SpaprTceRemove, ref remove);
    }
}
