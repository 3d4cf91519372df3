using Hv.Vfio.Kernel;
using Hv.Vfio.Kernel.Structures;

namespace Hv.Vfio.Tests.Contract;

/// <summary>What both versions of the sPAPR contract need.</summary>
public abstract class SpaprFixture : ContainerContract
{
    /// <summary>Bytes of a page of the default window.</summary>
    protected const ulong DefaultPage = 4096;

    /// <summary>The shift of the pages that ordinary memory has on a kernel with 64 KiB pages.</summary>
    protected const int Shift64K = 16;

    private int _container;

    /// <summary>The container of the test.</summary>
    protected int Container => _container > 0 ? _container : _container = OpenReady(Iommu).Container;

    /// <summary>Forgets the container of the test before.</summary>
    [SetUp]
    public void Forget() => _container = 0;

    /// <summary>Asks what the IOMMU can do.</summary>
    protected KernelResult GetInformation(uint argumentSize, out SpaprInfo information)
    {
        information = new SpaprInfo { ArgumentSize = argumentSize };
        return Kernel.Control(Container, VfioRequest.SpaprTceGetInfo, ref information);
    }

    /// <summary>Registers memory.</summary>
    protected KernelResult Register(ulong address, ulong size, uint flags = 0, uint? argumentSize = null) =>
        Memory(VfioRequest.SpaprRegisterMemory, address, size, flags, argumentSize);

    /// <summary>Ends that.</summary>
    protected KernelResult Unregister(ulong address, ulong size, uint flags = 0, uint? argumentSize = null) =>
        Memory(VfioRequest.SpaprUnregisterMemory, address, size, flags, argumentSize);

    /// <summary>Creates a window.</summary>
    protected KernelResult Create(int pageShift, ulong size, uint levels, out ulong start, uint flags = 0, uint? argumentSize = null)
    {
        var create = new SpaprCreate
        {
            ArgumentSize = argumentSize ?? StructureSpans.SizeOf<SpaprCreate>(),
            Flags = flags,
            PageShift = (uint)pageShift,
            WindowSize = size,
            Levels = levels,
        };
        var result = Kernel.Control(Container, VfioRequest.SpaprTceCreate, ref create);
        start = create.StartAddress;
        return result;
    }

    /// <summary>Creates a window.</summary>
    protected KernelResult Create(int pageShift, ulong size, uint levels = 1) => Create(pageShift, size, levels, out _);

    /// <summary>Removes a window.</summary>
    protected KernelResult Remove(ulong start, uint flags = 0, uint? argumentSize = null)
    {
        var remove = new SpaprRemove
        {
            ArgumentSize = argumentSize ?? StructureSpans.SizeOf<SpaprRemove>(),
            Flags = flags,
            StartAddress = start,
        };
        return Kernel.Control(Container, VfioRequest.SpaprTceRemove, ref remove);
    }

    /// <summary>Memory that is registered; the default window is made by who maps first.</summary>
    protected ContractMemory AllocateRegistered(ulong size)
    {
        var memory = Allocate(size);
        Succeeds(Register(memory.Address, memory.Size));
        return memory;
    }

    private KernelResult Memory(VfioRequest request, ulong address, ulong size, uint flags, uint? argumentSize)
    {
        var memory = new SpaprRegisterMemory
        {
            ArgumentSize = argumentSize ?? StructureSpans.SizeOf<SpaprRegisterMemory>(),
            Flags = flags,
            Address = address,
            Size = size,
        };
        return Kernel.Control(Container, request, ref memory);
    }
}
