using Hv.Testing.Vfio.Groups;
using Hv.Vfio.Kernel;

namespace Hv.Testing.Vfio.Containers;

/// <summary>An open <c>/dev/vfio/vfio</c>. The groups in it keep it, so that it may outlive its descriptor.</summary>
internal sealed class ContainerFile(FakeKernel kernel) : FakeFile(FakeFileKind.Container, "/dev/vfio/vfio")
{
    private readonly List<FakeGroup> _groups = [];

    public IommuDriver? Driver { get; private set; }

    public void Attach(FakeGroup group)
    {
        _groups.Add(group);
        Acquire();
    }

    public void Detach(FakeGroup group)
    {
        _groups.Remove(group);
        if (_groups.Count == 0)
        {
            Driver?.End();
            Driver = null;
        }

        Release();
    }

    public override KernelResult Control(VfioRequest request, ulong value, Span<byte> argument) => request switch
    {
        VfioRequest.GetApiVersion => default,
        VfioRequest.CheckExtension => new KernelResult(HasExtension((IommuType)value) ? 1 : 0),
        VfioRequest.SetIommu => SetIommu((IommuType)value),
        _ => Driver?.Control(request, argument) ?? KernelResult.Failed(Errno.InvalidArgument),
    };

    private bool HasExtension(IommuType type) => kernel.Options.Iommu switch
    {
        FakeType1 type1 => type is IommuType.Type1 || (type is IommuType.Type1V2 or IommuType.Type1Nesting && type1.HasVersion2),
        FakeSpapr spapr => type is IommuType.SpaprTce
            || (type is IommuType.SpaprTceV2 && spapr.HasVersion2)
            || (type is IommuType.Eeh && spapr.HasEeh),
        _ => false,
    };

    private KernelResult SetIommu(IommuType type)
    {
        if (_groups.Count == 0 || Driver is not null)
            return KernelResult.Failed(Errno.InvalidArgument);

        // EEH is an extension only.
        if (type == IommuType.Eeh || !HasExtension(type))
            return KernelResult.Failed(Errno.NoDevice);

        if (kernel.Options.Iommu is FakeSpapr spapr)
        {
            Driver = new SpaprDriver(kernel, spapr, type == IommuType.SpaprTceV2);
            return default;
        }

        if (!kernel.Options.HasInterruptRemapping && !kernel.AllowsUnsafeInterrupts)
            return KernelResult.Failed(Errno.NotPermitted);

        Driver = new Type1Driver(kernel, (FakeType1)kernel.Options.Iommu!, type != IommuType.Type1);
        return default;
    }
}
