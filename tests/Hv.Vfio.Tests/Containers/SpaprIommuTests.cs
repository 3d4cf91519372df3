using Hv.Runtime.Memory;
using Hv.Testing.Vfio;
using Hv.Vfio.Containers;
using Hv.Vfio.Kernel;
using Hv.Vfio.Tests.Fake;

namespace Hv.Vfio.Tests.Containers;

/// <summary>What the kernel's driver leaves to its callers is checked before it is asked, so that its memory stays whole.</summary>
public sealed class SpaprIommuTests
{
    private const ulong Page64K = 1 << 16;
    private const ulong RamSize = 4 << 20;

    private FakeKernel _kernel = null!;
    private VfioContainer _container = null!;
    private SpaprIommu _iommu = null!;
    private RamBlock _ram = null!;
    private ulong _address;

    [SetUp]
    public void Open()
    {
        _kernel = new FakeKernel(FakeKernelOptions.Powernv9, FakeHost.EduOf(FakeKernelOptions.Powernv9));
        _ram = new RamBlock("ram", RamSize);
        _address = (ulong)_kernel.Share(_ram).Value;
        _container = VfioContainer.Open(_kernel);
        _container.TryAdd(VfioGroup.Open(_kernel, 3));
        _iommu = new SpaprIommu(_container);
    }

    [TearDown]
    public void Close()
    {
        _container.Dispose();
        _kernel.Unshare(_ram);
        _ram.Dispose();
        Assert.That(_kernel.Corruptions, Is.Empty, "nothing that a real kernel is damaged by");
    }

    [Test]
    public void It_tells_what_the_host_has()
    {
        Assert.That((_iommu.HasDynamicWindows, _iommu.PageSizes, _iommu.WindowCount, _iommu.Levels), Is.EqualTo((true, 0x4021_1000ul, 2, 5)));
        Assert.That(_iommu.DefaultWindow, Is.EqualTo(new SpaprWindow(0, 0x8000_0000, 12)));
    }

    [Test]
    public void A_mapping_that_runs_past_the_end_of_its_window_never_reaches_the_kernel()
    {
        var window = CreateWindow();
        var last = window.Start + window.Size - Page64K;
        Assert.That(Map(window, last, 2 * Page64K).Error, Is.EqualTo(Errno.InvalidArgument));
        Assert.That(Map(window, window.Start + window.Size, Page64K).Error, Is.EqualTo(Errno.InvalidArgument));
        Assert.That(Map(window, ulong.MaxValue - Page64K + 1, Page64K).Error, Is.EqualTo(Errno.InvalidArgument));
        Assert.That(_kernel.Calls[VfioRequest.MapDma], Is.Zero);
        Assert.That(Map(window, last, Page64K).IsError, Is.False);
    }

    [Test]
    public void An_address_that_is_no_pages_is_an_error_and_not_1()
    {
        var window = CreateWindow();
        Assert.That(Map(window, window.Start + 4096, Page64K).Error, Is.EqualTo(Errno.InvalidArgument));
        Assert.That(_iommu.Unmap(window, window.Start + 4096, Page64K).Error, Is.EqualTo(Errno.InvalidArgument));
        Assert.That(_iommu.Map(window, window.Start, _address + 4096, Page64K, IovaPermission.Read).Error, Is.EqualTo(Errno.InvalidArgument));
        Assert.That(_kernel.Calls[VfioRequest.MapDma] + _kernel.Calls[VfioRequest.UnmapDma], Is.Zero);
    }

    [Test]
    public void A_mapping_is_not_replaced_silently()
    {
        var window = CreateWindow();
        Assert.That(Map(window, window.Start, 4 * Page64K).IsError, Is.False);
        Assert.That(Map(window, window.Start + (2 * Page64K), Page64K).Error, Is.EqualTo(Errno.Exists));
        Assert.That(_iommu.Unmap(window, window.Start + (2 * Page64K), Page64K).IsError, Is.False);
        Assert.That(Map(window, window.Start + (2 * Page64K), Page64K).IsError, Is.False);
    }

    [Test]
    public void Memory_that_is_mapped_is_not_unregistered()
    {
        var window = CreateWindow();
        Map(window, window.Start, Page64K);
        Assert.That(_iommu.Unregister(_address, RamSize).Error, Is.EqualTo(Errno.Busy));
        Assert.That(_kernel.Calls[VfioRequest.SpaprUnregisterMemory], Is.Zero, "the kernel would keep it locked for good");
        _iommu.RemoveWindow(window);
        var before = _kernel.LockedBytes;
        Assert.That(_iommu.Unregister(_address, RamSize).IsError, Is.False);
        Assert.That(before - _kernel.LockedBytes, Is.EqualTo(RamSize));
    }

    [Test]
    public void Memory_is_registered_once_in_whole_pages_and_unregistered_as_it_was()
    {
        Assert.That(_iommu.Register(_address + 4096, Page64K).Error, Is.EqualTo(Errno.InvalidArgument));
        Assert.That(_iommu.Register(_address, 0).Error, Is.EqualTo(Errno.InvalidArgument), "the kernel complains of it in its log");
        Assert.That(_iommu.Register(_address, RamSize).IsError, Is.False);
        Assert.That(_iommu.Register(_address, RamSize).Error, Is.EqualTo(Errno.Busy));
        Assert.That(_iommu.Unregister(_address, Page64K).Error, Is.EqualTo(Errno.NotFound));
    }

    [Test]
    public void A_window_is_removed_by_itself_alone()
    {
        var window = CreateWindow();
        var inside = window with { Start = window.Start + Page64K };
        Assert.That(_iommu.RemoveWindow(inside).Error, Is.EqualTo(Errno.InvalidArgument));
        Assert.That(_kernel.Calls[VfioRequest.SpaprTceRemove], Is.Zero);
        Assert.That(_iommu.RemoveWindow(window).IsError, Is.False);
        Assert.That(_iommu.RemoveWindow(window).Error, Is.EqualTo(Errno.InvalidArgument));
    }

    [Test]
    public void Windows_that_cannot_be_are_not_asked_for()
    {
        foreach (var (shift, size, levels) in ((int, ulong, int)[])[(13, 1 << 30, 1), (16, 0, 1), (16, 3 << 20, 1), (16, 1 << 30, 0), (16, 1 << 30, 6), (64, 1 << 30, 1), (16, 1 << 12, 1)])
            Assert.That(_iommu.CreateWindow(shift, size, levels, out _).Error, Is.EqualTo(Errno.InvalidArgument));

        CreateWindow();
        Assert.That(_iommu.CreateWindow(16, 1 << 30, 1, out _).Error, Is.EqualTo(Errno.NoSpace));
        Assert.That(_kernel.Calls[VfioRequest.SpaprTceCreate], Is.EqualTo(1));
        Assert.That(_kernel.LockedBytes, Is.LessThan(64 << 20));
    }

    [Test]
    public void What_a_creation_in_vain_costs_is_counted()
    {
        Assert.That(_iommu.CreateWindow(16, 1UL << 40, 1, out var window).Error, Is.EqualTo(Errno.NoMemory));
        Assert.That(window, Is.Null);
        Assert.That(_iommu.LostLockedBytes, Is.EqualTo(SpaprTableSize.LockedBytes(1UL << 40, 16)).And.EqualTo(256 << 20));
    }

    private SpaprWindow CreateWindow()
    {
        if (_iommu.Register(_address, RamSize) is { IsError: true, Error: not Errno.Busy } failed)
            Assert.Fail(failed.ToString());

        Assert.That(_iommu.CreateWindow(16, 1 << 30, 1, out var window).IsError, Is.False);
        return window!;
    }

    private KernelResult Map(SpaprWindow window, ulong iova, ulong size) => _iommu.Map(window, iova, _address, size, IovaPermission.ReadWrite);
}
