using FsCheck;
using FsCheck.Fluent;
using Hv.Runtime.Memory;
using Hv.Testing.Vfio;
using Hv.Vfio.Containers;
using Hv.Vfio.Mapping;
using Hv.Vfio.Tests.Fake;

namespace Hv.Vfio.Tests.Mapping;

public sealed class Type1MapperTests
{
    private const ulong Page = 4096;
    private const ulong RunBytes = Type1Mapper.LargestRun * Page;
    private const ulong RamSize = 16 << 20;
    private const ulong Base = 0x1000_0000;

    private FakeKernel _fake = null!;
    private GapRecorder _kernel = null!;
    private VfioContainer _container = null!;
    private RamBlock _ram = null!;
    private ulong _address;
    private bool _isOpen;

    [TearDown]
    public void Close()
    {
        if (!_isOpen)
            return;

        _isOpen = false;
        _container.Dispose();
        _kernel.Unshare(_ram);
        _ram.Dispose();
        _fake.AssertNoLeaks();
    }

    [Test]
    public void A_run_is_one_mapping_up_to_512_pages()
    {
        var mapper = Open();
        Assert.That(mapper.Map(Run(0, 512)), Is.EqualTo(MappingResult.Success));
        Assert.That(_kernel.Maps, Is.EqualTo(new[] { (Base, RunBytes) }));
        Assert.That(mapper.Map(Run(1024, 1024 + 100)), Is.EqualTo(MappingResult.Success));
        Assert.That(_kernel.Maps.Skip(1).Select(map => map.Size / Page), Is.EqualTo(new ulong[] { 512, 512, 100 }));
    }

    [Test]
    public void Pieces_end_where_those_of_others_do()
    {
        var mapper = Open();
        mapper.Map(Run(500, 600));
        Assert.That(_kernel.Maps.Select(map => map.Size / Page), Is.EqualTo(new ulong[] { 12, 512, 76 }));
    }

    [Test]
    public void A_page_out_of_the_middle_leaves_the_rest_mapped()
    {
        var mapper = Open();
        mapper.Map(Run(0, 512));
        Assert.That(mapper.Unmap(Base + (200 * Page), Page), Is.EqualTo(MappingResult.Success));
        ExpectMapped(Enumerable.Range(0, 512).Where(page => page != 200));
    }

    [Test]
    public void The_gap_of_the_rest_is_one_unmap_and_the_maps_behind_it_the_largest_piece_first()
    {
        var mapper = Open();
        mapper.Map(Run(0, 512));
        mapper.Map(Run(512, 512));
        _kernel.Maps.Clear();
        var before = _kernel.Calls;
        mapper.Unmap(Base + (200 * Page), Page);
        var sizes = _kernel.Maps.Select(map => map.Size / Page).ToList();
        Assert.That(sizes, Is.Ordered.Descending);
        Assert.That(sizes[0], Is.GreaterThanOrEqualTo(128), "most of the run waits for one call");
        Assert.That(_kernel.Calls - before, Is.LessThanOrEqualTo(1 + 18), "an unmap, and two maps for each bit of the run's size");
        Assert.That(_kernel.Gaps.Keys, Is.All.LessThan(Base + RunBytes), "no other run is touched");
    }

    [Test]
    public void Taking_one_page_after_the_other_opens_a_gap_for_each_at_most_as_often_as_the_size_has_bits()
    {
        var mapper = Open();
        mapper.Map(Run(0, 512));
        for (var page = 0UL; page < 512; page++)
            Assert.That(mapper.Unmap(Base + (page * Page), Page), Is.EqualTo(MappingResult.Success));

        Assert.That(_kernel.Pages, Is.Empty);
        Assert.That(_kernel.Gaps.Values.Max(), Is.LessThanOrEqualTo(10));
        Assert.That(_kernel.Calls, Is.LessThanOrEqualTo(1 + (512 * 3)));
    }

    [Test]
    public void Whole_runs_are_unmapped_at_once()
    {
        var mapper = Open();
        mapper.Map(Run(0, 2048));
        var before = _kernel.Calls;
        mapper.Unmap(Base, 2048 * Page);
        Assert.That(_kernel.Calls - before, Is.EqualTo(1));
        Assert.That(_kernel.Pages, Is.Empty);
    }

    [Test]
    public void What_is_mapped_so_already_stays_and_other_memory_is_refused()
    {
        var mapper = Open();
        mapper.Map(Run(10, 5));
        Assert.That(mapper.Map(Run(0, 30)), Is.EqualTo(MappingResult.Success));
        ExpectMapped(Enumerable.Range(0, 30));
        Assert.That(_kernel.Gaps, Is.Empty);
        Assert.That(mapper.Map(Run(20, 1) with { Address = _address }), Is.EqualTo(MappingResult.Refused));
        ExpectMapped(Enumerable.Range(0, 30));
    }

    [Test]
    public void Entries_are_kept_back_for_cuts()
    {
        var mapper = Open(entries: 64);
        var mapped = 0UL;
        while (mapper.Map(Run(2 * mapped, 1)) == MappingResult.Success)
            mapped++;

        Assert.That(mapped, Is.EqualTo(60), "a sixteenth is left");
        Assert.That(mapper.Room, Is.Zero);
        Assert.That(mapper.Map(Run(1000, 1)), Is.EqualTo(MappingResult.NoEntries));
    }

    [Test]
    public void A_cut_without_an_entry_left_is_refused_and_the_run_stays()
    {
        var mapper = Open(entries: 32);
        mapper.Map(Run(0, 512));
        var holes = 0;
        for (var page = 1UL; page < 511 && mapper.Unmap(Base + (page * Page), Page) == MappingResult.Success; page += 2)
            holes++;

        Assert.That(holes, Is.EqualTo(31), "each hole takes an entry more than it found");
        var pages = _kernel.Pages.Count;
        Assert.That(mapper.Unmap(Base + (300 * Page), Page), Is.EqualTo(MappingResult.NoEntries));
        Assert.That(_kernel.Pages, Has.Count.EqualTo(pages).And.ContainKey(Base + (300 * Page)));
        Assert.That(mapper.Unmap(Base, 512 * Page), Is.EqualTo(MappingResult.Success), "all of it takes none");
        Assert.That(_kernel.Pages, Is.Empty);
    }

    [Test]
    public void A_mapping_that_fails_in_the_middle_leaves_nothing_of_itself()
    {
        var mapper = Open();
        mapper.Map(Run(0, 1));
        _fake.Faults.Fail(Vfio.Kernel.VfioRequest.MapDma, Vfio.Kernel.Errno.NoMemory, skip: 2, count: 1);
        Assert.That(mapper.Map(Run(512, 2048)), Is.EqualTo(MappingResult.NoMemory));
        ExpectMapped([0]);
    }

    [Test]
    public void What_the_kernel_does_not_unmap_stays_known_and_goes_with_the_next_try()
    {
        var mapper = Open();
        mapper.Map(Run(0, 10));
        _fake.Faults.Fail(Vfio.Kernel.VfioRequest.UnmapDma, Vfio.Kernel.Errno.InputOutput, count: 1);
        Assert.That(mapper.Unmap(Base, 10 * Page), Is.EqualTo(MappingResult.Refused));
        ExpectMapped(Enumerable.Range(0, 10));
        Assert.That(mapper.Unmap(Base, 10 * Page), Is.EqualTo(MappingResult.Success));
        Assert.That(_kernel.Pages, Is.Empty);
    }

    [Test]
    public void Undo_leaves_what_was_there_before()
    {
        var mapper = Open();
        mapper.Map(Run(4, 2));
        _fake.Faults.Fail(Vfio.Kernel.VfioRequest.MapDma, Vfio.Kernel.Errno.NoMemory, skip: 1, count: 1);
        Assert.That(mapper.Map(Run(0, 10)), Is.EqualTo(MappingResult.NoMemory));
        ExpectMapped([4, 5]);
    }

    [Test]
    public void Whatever_is_mapped_and_unmapped_the_device_finds_what_the_guest_wants() =>
        Prop.ForAll<(bool Maps, ushort First, byte Count)[]>(steps =>
        {
            var mapper = Open();
            var wanted = new SortedSet<int>();
            foreach (var (maps, first, count) in steps ?? [])
            {
                var page = first % 2000;
                var pages = (count * 7) + 1;
                if (maps)
                {
                    mapper.Map(Run((ulong)page, (ulong)pages));
                    wanted.UnionWith(Enumerable.Range(page, pages));
                }
                else
                {
                    mapper.Unmap(Base + ((ulong)page * Page), (ulong)pages * Page);
                    wanted.ExceptWith(Enumerable.Range(page, pages));
                }
            }

            var isRight = _kernel.Pages.Keys.Order().SequenceEqual(wanted.Select(page => Base + ((ulong)page * Page)))
                && _kernel.Pages.All(page => page.Value == _address + ((page.Key - Base) % RamSize)) && mapper.LostBytes == 0;
            Close();
            return isRight;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200).WithEndSize(60));

    private Type1Mapper Open(uint entries = 65535)
    {
        _fake = new FakeKernel(
            FakeKernelOptions.Pc with { Iommu = new FakeType1 { MappingLimit = entries } }, FakeHost.EduOf(FakeKernelOptions.Pc));
        _kernel = new GapRecorder(_fake);
        _ram = new RamBlock("ram", RamSize);
        _address = (ulong)_kernel.Share(_ram).Value;
        _container = VfioContainer.Open(_kernel);
        _container.TryAdd(VfioGroup.Open(_kernel, 3));
        _isOpen = true;
        return new Type1Mapper(new Type1Iommu(_container), Page);
    }

    private IovaRun Run(ulong page, ulong pages) => new(Base + (page * Page), pages * Page, _address + (page * Page), IovaPermission.ReadWrite);

    private void ExpectMapped(IEnumerable<int> pages) => Assert.That(
        _kernel.Pages.Keys.Order(), Is.EqualTo(pages.Select(page => Base + ((ulong)page * Page))));
}
