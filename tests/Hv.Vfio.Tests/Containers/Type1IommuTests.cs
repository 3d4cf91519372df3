using Hv.Runtime.Dma;
using Hv.Runtime.Memory;
using Hv.Testing.Vfio;
using Hv.Vfio.Containers;
using Hv.Vfio.Kernel;
using Hv.Vfio.Tests.Fake;

namespace Hv.Vfio.Tests.Containers;

public sealed class Type1IommuTests
{
    private FakeKernel _kernel = null!;
    private VfioContainer _container = null!;
    private RamBlock _ram = null!;
    private ulong _address;

    [TearDown]
    public void Close()
    {
        _container.Dispose();
        _kernel.Unshare(_ram);
        _ram.Dispose();
        _kernel.AssertNoLeaks();
    }

    [Test]
    public void It_tells_page_sizes_ranges_and_how_many_mappings_there_can_be()
    {
        var iommu = Open(FakeKernelOptions.Pc);
        Assert.That((iommu.PageSizes, iommu.SmallestPage, iommu.Entries, iommu.Available), Is.EqualTo((0x4020_1000ul, 4096ul, 65535, 65535)));
        Assert.That(iommu.Ranges, Is.EqualTo(new[] { new DmaRange(0, 0xFEDF_FFFF), new DmaRange(0xFEF0_0000, 0x7F_FFFF_FFFF) }));
    }

    [Test]
    public void A_kernel_that_tells_neither_ranges_nor_mappings_has_all_of_the_first_and_the_usual_number_of_the_second()
    {
        var iommu = Open(FakeKernelOptions.Pc with { Iommu = new FakeType1 { HasCapabilities = false } });
        Assert.That(iommu.Ranges, Is.EqualTo(new[] { new DmaRange(0, ulong.MaxValue) }));
        Assert.That(iommu.Entries, Is.EqualTo(65535));
    }

    [Test]
    public void A_kernel_without_version_2_gives_version_1()
    {
        Open(FakeKernelOptions.Pc with { Iommu = new FakeType1 { HasVersion2 = false } });
        Assert.That(_container.Iommu, Is.EqualTo(IommuType.Type1));
    }

    [TestCase(0x1001ul, 0ul, 0x1000ul)]
    [TestCase(0x1000ul, 1ul, 0x1000ul)]
    [TestCase(0x1000ul, 0ul, 0x1001ul)]
    [TestCase(0x1000ul, 0ul, 0ul)]
    [TestCase(0xFEDF_F000ul, 0ul, 0x2000ul)]
    [TestCase(0x80_0000_0000ul, 0ul, 0x1000ul)]
    [TestCase(0xFFFF_FFFF_FFFF_F000ul, 0ul, 0x2000ul)]
    public void What_the_host_cannot_translate_is_not_asked_for(ulong iova, ulong offset, ulong size)
    {
        var iommu = Open(FakeKernelOptions.Pc);
        Assert.That(iommu.Map(iova, _address + offset, size, IovaPermission.ReadWrite).Error, Is.EqualTo(Errno.InvalidArgument));
        Assert.That(_kernel.Calls[VfioRequest.MapDma], Is.Zero);
        Assert.That(iommu.Available, Is.EqualTo(iommu.Entries));
    }

    [Test]
    public void Mappings_are_counted()
    {
        var iommu = Open(FakeKernelOptions.Pc with { Iommu = new FakeType1 { MappingLimit = 2 } });
        Assert.That(iommu.Map(0, _address, 4096, IovaPermission.Read).IsError, Is.False);
        Assert.That(iommu.Map(0, _address, 4096, IovaPermission.Read).Error, Is.EqualTo(Errno.Exists));
        Assert.That(iommu.Map(4096, _address, 4096, IovaPermission.Read).IsError, Is.False);
        Assert.That((iommu.Available, iommu.Map(8192, _address, 4096, IovaPermission.Read).Error), Is.EqualTo((0, Errno.NoSpace)));
        Assert.That(iommu.Unmap(0, 8192, 2).Value, Is.EqualTo(8192));
        Assert.That(iommu.Available, Is.EqualTo(2));
    }

    [Test]
    public void A_container_of_another_kind_is_refused()
    {
        Open(FakeKernelOptions.Pc);
        Assert.That(() => new SpaprIommu(_container), Throws.TypeOf<VfioException>().With.Message.Contains("Type1V2").And.Message.Contains("not sPAPR"));
    }

    private Type1Iommu Open(FakeKernelOptions options)
    {
        _kernel = new FakeKernel(options, FakeHost.EduOf(options));
        _ram = new RamBlock("ram", 1 << 20);
        _address = (ulong)_kernel.Share(_ram).Value;
        _container = VfioContainer.Open(_kernel);
        _container.TryAdd(VfioGroup.Open(_kernel, 3));
        return new Type1Iommu(_container);
    }
}
