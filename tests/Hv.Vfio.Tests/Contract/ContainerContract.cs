using Hv.Vfio.Kernel;
using Hv.Vfio.Kernel.Structures;

namespace Hv.Vfio.Tests.Contract;

/// <summary>What holds for containers and groups, whatever the IOMMU.</summary>
public abstract class ContainerContract : ContractFixture
{
    private const uint IsViable = 1;
    private const uint HasContainer = 2;

    /// <summary>The kind of IOMMU under test.</summary>
    protected virtual IommuType Iommu => Profile.Iommu;

    private bool IsSpapr => Iommu is IommuType.SpaprTce or IommuType.SpaprTceV2;

    [Test]
    public void The_version_of_the_interface_is_0() =>
        Succeeds(Kernel.Control(OpenContainer(), VfioRequest.GetApiVersion));

    [TestCase(false, TestName = "{m}_without_a_group")]
    [TestCase(true, TestName = "{m}_with_an_IOMMU")]
    public void Extensions_are_those_of_the_family(bool isReady)
    {
        var container = isReady ? OpenReady(Iommu).Container : OpenContainer();
        long Extension(IommuType type) => Kernel.Control(container, VfioRequest.CheckExtension, (ulong)type).Value;

        Assert.Multiple(() =>
        {
            Assert.That(Extension(IommuType.Type1), Is.EqualTo(IsSpapr ? 0 : 1));
            Assert.That(Extension(IommuType.Type1V2), Is.EqualTo(IsSpapr ? 0 : 1));
            Assert.That(Extension(IommuType.SpaprTce), Is.EqualTo(IsSpapr ? 1 : 0));
            Assert.That(Extension(IommuType.SpaprTceV2), Is.EqualTo(IsSpapr ? 1 : 0));
            Assert.That(Extension(IommuType.NoIommu), Is.Zero);
        });
    }

    [Test]
    public void An_IOMMU_without_a_group_is_EINVAL() =>
        Fails(Kernel.Control(OpenContainer(), VfioRequest.SetIommu, (ulong)Iommu), Errno.InvalidArgument);

    [Test]
    public void An_IOMMU_of_another_family_is_ENODEV()
    {
        var (container, _) = OpenAttached();
        Fails(Kernel.Control(container, VfioRequest.SetIommu, (ulong)(IsSpapr ? IommuType.Type1V2 : IommuType.SpaprTceV2)), Errno.NoDevice);
        Succeeds(Kernel.Control(container, VfioRequest.SetIommu, (ulong)Iommu));
    }

    [Test]
    public void A_second_IOMMU_is_EINVAL()
    {
        var (container, _) = OpenReady(Iommu);
        Fails(Kernel.Control(container, VfioRequest.SetIommu, (ulong)Iommu), Errno.InvalidArgument);
    }

    [Test]
    public void Requests_of_an_IOMMU_before_there_is_one_are_EINVAL()
    {
        var (container, _) = OpenAttached();
        var information = new Type1Info { ArgumentSize = StructureSpans.SizeOf<Type1Info>() };
        Fails(Kernel.Control(container, VfioRequest.IommuGetInfo, ref information), Errno.InvalidArgument);
        Fails(Unmap(container, 0, Page), Errno.InvalidArgument);
    }

    [Test]
    public void Unknown_requests_of_an_IOMMU_are_ENOTTY()
    {
        var (container, _) = OpenReady(Iommu);
        Fails(Kernel.Control(container, VfioRequest.GroupUnsetContainer), Errno.NotSupportedRequest);
    }

    [Test]
    public void A_group_is_opened_once()
    {
        OpenGroup();
        Fails(Kernel.Open(GroupPath), Errno.Busy);
    }

    [Test]
    public void A_group_can_be_opened_again_once_it_is_closed()
    {
        var group = Kernel.Open(GroupPath);
        Succeeds(Kernel.Close(group.Number));
        OpenGroup();
    }

    [Test]
    public void A_group_that_does_not_exist_is_ENOENT() => Fails(Kernel.Open("/dev/vfio/4711"), Errno.NotFound);

    [Test]
    public void The_state_of_a_group_tells_of_its_container()
    {
        var group = OpenGroup();
        Assert.That(StatusOf(group) & (IsViable | HasContainer), Is.EqualTo(IsViable));

        Succeeds(SetContainer(group, OpenContainer()));
        Assert.That(StatusOf(group) & (IsViable | HasContainer), Is.EqualTo(IsViable | HasContainer));

        Succeeds(Kernel.Control(group, VfioRequest.GroupUnsetContainer));
        Assert.That(StatusOf(group) & (IsViable | HasContainer), Is.EqualTo(IsViable));
    }

    [Test]
    public void A_state_that_is_too_small_is_EINVAL()
    {
        var status = new GroupStatus { ArgumentSize = 4 };
        Fails(Kernel.Control(OpenGroup(), VfioRequest.GroupGetStatus, ref status), Errno.InvalidArgument);
    }

    /// <summary>EINVAL, or EBADFD of kernels that know IOMMUFD (6.2 and later; seen with 6.12), where it could be one of its files.</summary>
    [Test]
    public void A_container_that_is_none_is_EINVAL_or_EBADFD()
    {
        var group = OpenGroup();
        Assert.That(SetContainer(group, group).Error, Is.EqualTo(Errno.InvalidArgument).Or.EqualTo(Errno.WrongDescriptor));
    }

    [Test]
    public void A_closed_container_is_EBADF()
    {
        var group = OpenGroup();
        var closed = Kernel.Open("/dev/vfio/vfio").Number;
        Succeeds(Kernel.Close(closed));
        Fails(SetContainer(group, closed), Errno.BadDescriptor);
    }

    [Test]
    public void A_request_of_a_closed_descriptor_is_EBADF()
    {
        var closed = Kernel.Open("/dev/vfio/vfio").Number;
        Succeeds(Kernel.Close(closed));
        Fails(Kernel.Control(closed, VfioRequest.GetApiVersion), Errno.BadDescriptor);
        Fails(Kernel.Close(closed), Errno.BadDescriptor);
    }

    [Test]
    public void A_second_container_is_EINVAL()
    {
        var (container, group) = OpenAttached();
        Fails(SetContainer(group, container), Errno.InvalidArgument);
    }

    [Test]
    public void Leaving_no_container_is_EINVAL() =>
        Fails(Kernel.Control(OpenGroup(), VfioRequest.GroupUnsetContainer), Errno.InvalidArgument);

    [Test]
    public void A_container_loses_its_IOMMU_with_its_last_group()
    {
        var (container, group) = OpenReady(Iommu);
        Succeeds(Kernel.Control(group, VfioRequest.GroupUnsetContainer));
        Fails(Unmap(container, 0, Page), Errno.InvalidArgument);
        Fails(Kernel.Control(container, VfioRequest.SetIommu, (ulong)Iommu), Errno.InvalidArgument);

        Succeeds(SetContainer(group, container));
        Succeeds(Kernel.Control(container, VfioRequest.SetIommu, (ulong)Iommu));
    }

    [Test]
    public void Unknown_requests_of_a_group_are_ENOTTY() =>
        Fails(Kernel.Control(OpenGroup(), VfioRequest.DeviceReset), Errno.NotSupportedRequest);

    [Test]
    public void A_device_before_its_group_has_an_IOMMU_is_EINVAL()
    {
        var group = OpenGroup();
        Fails(GetDevice(group, Host.DeviceAddress), Errno.InvalidArgument);
        Succeeds(SetContainer(group, OpenContainer()));
        Fails(GetDevice(group, Host.DeviceAddress), Errno.InvalidArgument);
    }

    [Test]
    public void A_device_that_is_not_in_the_group_is_ENODEV()
    {
        var (_, group) = OpenReady(Iommu);
        Fails(GetDevice(group, "ffff:ff:1f.7"), Errno.NoDevice);
    }

    private KernelResult GetDevice(int group, string address) =>
        Kernel.Control(group, VfioRequest.GroupGetDeviceFd, System.Text.Encoding.ASCII.GetBytes(address + '\0').AsSpan());

    private uint StatusOf(int group)
    {
        var status = new GroupStatus { ArgumentSize = StructureSpans.SizeOf<GroupStatus>() };
        Succeeds(Kernel.Control(group, VfioRequest.GroupGetStatus, ref status));
        return status.Flags;
    }
}
