using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Hv.Vfio.Kernel;
using Hv.Vfio.Kernel.Structures;

namespace Hv.Vfio.Tests.Contract;

/// <summary>Mapping on a type1 IOMMU, version 2.</summary>
public abstract class Type1Contract : ContainerContract
{
    private const ulong Iova = 0x400_0000;
    private const int RangesCapability = 1;
    private const int AvailableCapability = 3;
    private const uint HasPageSizes = 1;
    private const uint HasCapabilities = 2;
    private const uint UnmapAll = 2;

    private int _container;

    /// <summary>Opens a container for each test.</summary>
    private int Container => _container > 0 ? _container : _container = OpenReady().Container;

    /// <summary>Forgets the container of the test before.</summary>
    [SetUp]
    public void Forget() => _container = 0;

    [Test]
    public void Information_tells_the_page_sizes()
    {
        var information = new Type1Info { ArgumentSize = 16 };
        Succeeds(Kernel.Control(Container, VfioRequest.IommuGetInfo, information.AsBytes()));
        Assert.That(information.Flags & HasPageSizes, Is.EqualTo(HasPageSizes));
        Assert.That(information.PageSizes, Is.EqualTo(Profile.PageSizes));
    }

    [Test]
    public void Information_that_is_too_small_is_EINVAL()
    {
        var information = new Type1Info { ArgumentSize = 15 };
        Fails(Kernel.Control(Container, VfioRequest.IommuGetInfo, ref information), Errno.InvalidArgument);
    }

    [Test]
    public void Capabilities_that_do_not_fit_are_told_by_their_size()
    {
        var information = new Type1Info { ArgumentSize = StructureSpans.SizeOf<Type1Info>() };
        Succeeds(Kernel.Control(Container, VfioRequest.IommuGetInfo, ref information));
        Assert.That(information.Flags & HasCapabilities, Is.EqualTo(HasCapabilities));
        Assert.That(information.ArgumentSize, Is.GreaterThan(StructureSpans.SizeOf<Type1Info>()));
        Assert.That(information.CapabilityOffset, Is.Zero);
    }

    [Test]
    public void Capabilities_tell_the_addresses_that_are_translated()
    {
        var ranges = Capability(RangesCapability);
        var count = BinaryPrimitives.ReadInt32LittleEndian(ranges.AsSpan(8));
        var found = MemoryMarshal.Cast<byte, IovaRange>(ranges.AsSpan(16))[..count].ToArray();
        Assert.That(found.Select(range => (range.Start, range.End)), Is.EqualTo(Profile.IovaRanges));
    }

    [Test]
    public void Capabilities_tell_how_many_mappings_there_can_be_still()
    {
        Assert.That(Available(), Is.EqualTo(Profile.MappingLimit));
        var memory = Allocate(Page);
        Succeeds(Map(Container, Iova, memory.Address, Page));
        Assert.That(Available(), Is.EqualTo(Profile.MappingLimit - 1));
        Succeeds(Unmap(Container, Iova, Page));
        Assert.That(Available(), Is.EqualTo(Profile.MappingLimit));
    }

    [Test]
    public void A_mapping_is_made_and_taken_away()
    {
        var memory = Allocate(2 << 20);
        Succeeds(Map(Container, Iova, memory.Address, memory.Size));
        Succeeds(Unmap(Container, Iova, memory.Size, 0, out var unmapped));
        Assert.That(unmapped, Is.EqualTo(memory.Size));
    }

    [Test]
    public void Mapped_memory_counts_as_locked()
    {
        var memory = Allocate(2 << 20);
        var container = Container;
        var before = LockedBytes();
        Succeeds(Map(container, Iova, memory.Address, memory.Size));
        Assert.That(LockedBytes() - before, Is.EqualTo((long)memory.Size));
        Succeeds(Unmap(container, Iova, memory.Size));
        Assert.That(LockedBytes(), Is.EqualTo(before));
    }

    [Test]
    public void A_mapping_over_another_is_EEXIST()
    {
        var memory = Allocate(4 * Page);
        Succeeds(Map(Container, Iova, memory.Address, 2 * Page));
        Fails(Map(Container, Iova, memory.Address, 2 * Page), Errno.Exists);
        Fails(Map(Container, Iova + Page, memory.Address, 2 * Page), Errno.Exists);
        Fails(Map(Container, Iova - Page, memory.Address, 2 * Page), Errno.Exists);
        Succeeds(Map(Container, Iova + (2 * Page), memory.Address, 2 * Page));
    }

    [Test]
    public void A_mapping_without_direction_is_EINVAL()
    {
        var memory = Allocate(Page);
        Fails(Map(Container, Iova, memory.Address, Page, flags: 0), Errno.InvalidArgument);
    }

    [Test]
    public void A_mapping_with_unknown_flags_is_EINVAL()
    {
        var memory = Allocate(Page);
        Fails(Map(Container, Iova, memory.Address, Page, flags: 0x80 | DmaRead), Errno.InvalidArgument);
    }

    [Test]
    public void A_mapping_of_nothing_is_EINVAL()
    {
        var memory = Allocate(Page);
        Fails(Map(Container, Iova, memory.Address, 0), Errno.InvalidArgument);
    }

    [Test]
    public void A_mapping_that_is_not_of_pages_is_EINVAL()
    {
        var memory = Allocate(2 * Page);
        Fails(Map(Container, Iova + 0x200, memory.Address, Page), Errno.InvalidArgument);
        Fails(Map(Container, Iova, memory.Address + 0x200, Page), Errno.InvalidArgument);
        Fails(Map(Container, Iova, memory.Address, 0x200), Errno.InvalidArgument);
    }

    [Test]
    public void A_mapping_whose_structure_is_too_small_is_EINVAL()
    {
        var memory = Allocate(Page);
        var map = new Type1Map { ArgumentSize = 31, Flags = DmaRead, Address = memory.Address, Iova = Iova, Size = Page };
        Fails(Kernel.Control(Container, VfioRequest.MapDma, ref map), Errno.InvalidArgument);
    }

    [Test]
    public void A_mapping_between_the_ranges_is_EINVAL()
    {
        var memory = Allocate(2 * Page);
        var end = Profile.IovaRanges[0].Last + 1;
        Fails(Map(Container, end, memory.Address, Page), Errno.InvalidArgument);
        Fails(Map(Container, end - Page, memory.Address, 2 * Page), Errno.InvalidArgument);
        Succeeds(Map(Container, end - Page, memory.Address, Page));
    }

    [Test]
    public void A_mapping_past_the_last_range_is_EINVAL()
    {
        var memory = Allocate(Page);
        var end = Profile.IovaRanges[^1].Last + 1;
        Fails(Map(Container, end, memory.Address, Page), Errno.InvalidArgument);
        Succeeds(Map(Container, end - Page, memory.Address, Page));
    }

    [Test]
    public void A_mapping_of_memory_that_is_not_there_is_EFAULT() => Fails(Map(Container, Iova, Page, Page), Errno.BadAddress);

    [Test]
    public void A_mapping_that_failed_leaves_nothing()
    {
        var container = Container;
        var before = LockedBytes();
        Fails(Map(container, Iova, Page, Page), Errno.BadAddress);
        Assert.That(LockedBytes(), Is.EqualTo(before));
        var memory = Allocate(Page);
        Succeeds(Map(container, Iova, memory.Address, Page));
    }

    [Test]
    public void Unmapping_where_nothing_is_gives_0_bytes()
    {
        Succeeds(Unmap(Container, Iova, 16 * Page, 0, out var unmapped));
        Assert.That(unmapped, Is.Zero);
    }

    [Test]
    public void Unmapping_a_part_of_a_mapping_is_EINVAL()
    {
        var memory = Allocate(4 * Page);
        Succeeds(Map(Container, Iova, memory.Address, memory.Size));
        Fails(Unmap(Container, Iova, Page), Errno.InvalidArgument);
        Fails(Unmap(Container, Iova + Page, 3 * Page), Errno.InvalidArgument);
        Fails(Unmap(Container, Iova + Page, Page), Errno.InvalidArgument);
        Succeeds(Unmap(Container, Iova, memory.Size));
    }

    [Test]
    public void Unmapping_takes_all_mappings_that_are_inside()
    {
        var memory = Allocate(4 * Page);
        Succeeds(Map(Container, Iova, memory.Address, Page));
        Succeeds(Map(Container, Iova + (2 * Page), memory.Address, 2 * Page));
        Succeeds(Unmap(Container, Iova - Page, 8 * Page, 0, out var unmapped));
        Assert.That(unmapped, Is.EqualTo(3 * Page));
    }

    [Test]
    public void Unmapping_what_is_not_of_pages_is_EINVAL()
    {
        Fails(Unmap(Container, Iova + 0x200, Page), Errno.InvalidArgument);
        Fails(Unmap(Container, Iova, 0x200), Errno.InvalidArgument);
        Fails(Unmap(Container, Iova, 0), Errno.InvalidArgument);
    }

    [Test]
    public void Unmapping_all_needs_no_range()
    {
        var memory = Allocate(4 * Page);
        Succeeds(Map(Container, Iova, memory.Address, Page));
        Succeeds(Map(Container, Iova << 4, memory.Address, 2 * Page));
        Fails(Unmap(Container, Iova, Page, UnmapAll), Errno.InvalidArgument);
        Succeeds(Unmap(Container, 0, 0, UnmapAll, out var unmapped));
        Assert.That(unmapped, Is.EqualTo(3 * Page));
    }

    [Test]
    public void Unmapping_with_unknown_flags_is_EINVAL() => Fails(Unmap(Container, Iova, Page, flags: 0x80), Errno.InvalidArgument);

    [Test]
    public void Closing_the_container_and_its_group_takes_the_mappings_away()
    {
        var memory = Allocate(2 << 20);
        var before = LockedBytes();
        Succeeds(Map(Container, Iova, memory.Address, memory.Size));
        CloseDescriptors();
        Assert.That(LockedBytes(), Is.EqualTo(before));
    }

    [Test]
    public void Version_1_unmaps_from_where_a_mapping_begins()
    {
        var (container, _) = OpenReady(IommuType.Type1);
        var memory = Allocate(4 * Page);
        Succeeds(Map(container, Iova, memory.Address, memory.Size));

        Succeeds(Unmap(container, Iova + Page, Page, 0, out var inside));
        Assert.That(inside, Is.Zero);

        Succeeds(Unmap(container, Iova, Page, 0, out var whole));
        Assert.That(whole, Is.EqualTo(memory.Size));
    }

    private uint Available() => BinaryPrimitives.ReadUInt32LittleEndian(Capability(AvailableCapability).AsSpan(8));

    /// <summary>Finds a capability in the information.</summary>
    private byte[] Capability(int id)
    {
        var answer = new byte[4096];
        MemoryMarshal.Write(answer, (uint)answer.Length);
        Succeeds(Kernel.Control(Container, VfioRequest.IommuGetInfo, answer.AsSpan()));
        var information = MemoryMarshal.Read<Type1Info>(answer);
        var seen = 0;
        for (var next = information.CapabilityOffset; next != 0;)
        {
            var header = MemoryMarshal.Read<CapabilityHeader>(answer.AsSpan((int)next));
            if (header.Id == id)
                return answer[(int)next..];

            Assert.That(++seen, Is.LessThan(16), "the chain has an end");
            next = header.Next;
        }

        Assert.Fail($"there is no capability {id}");
        return [];
    }
}
