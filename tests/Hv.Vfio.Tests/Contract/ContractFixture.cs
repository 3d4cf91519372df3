using System.Globalization;
using System.Runtime.CompilerServices;
using Hv.Vfio.Kernel;
using Hv.Vfio.Kernel.Structures;

namespace Hv.Vfio.Tests.Contract;

/// <summary>
/// What all parts of the contract need. A test opens through it; what it opened is closed after the test, last first.
/// The contract runs against a kernel in a virtual machine as well, where a call takes about a millisecond: few calls a test.
/// </summary>
public abstract class ContractFixture
{
    /// <summary>The device may read.</summary>
    protected const uint DmaRead = 1;

    /// <summary>The device may write.</summary>
    protected const uint DmaWrite = 2;

    private readonly Stack<int> _descriptors = new();
    private readonly Stack<ContractMemory> _memory = new();
    private readonly List<ContractMemory> _lost = [];
    private IContractHost? _host;

    /// <summary>The host.</summary>
    protected IContractHost Host => _host ?? throw new InvalidOperationException("there is no host before the set-up");

    /// <summary>The kernel.</summary>
    protected IHostKernel Kernel => Host.Kernel;

    /// <summary>What the contract leaves to the host.</summary>
    protected HostProfile Profile => Host.Profile;

    /// <summary>Bytes of a page of the kernel.</summary>
    protected ulong Page => (ulong)Kernel.PageSize;

    /// <summary>Makes the host, once for all tests; the device is bound to vfio-pci and nobody uses it.</summary>
    protected abstract IContractHost CreateHost();

    /// <summary>Makes the host.</summary>
    [OneTimeSetUp]
    public void SetHostUp() => _host = CreateHost();

    /// <summary>Ends it.</summary>
    [OneTimeTearDown]
    public void TearHostDown()
    {
        CloseAll();
        foreach (var memory in _lost)
            memory.Dispose();

        _host?.Dispose();
    }

    /// <summary>Closes what the test opened.</summary>
    [TearDown]
    public void CloseAll()
    {
        CloseDescriptors();
        while (_memory.TryPop(out var memory))
            memory.Dispose();

        _host?.CheckAfterTest();
    }

    /// <summary>Closes what the test opened so far, last first.</summary>
    protected void CloseDescriptors()
    {
        while (_descriptors.TryPop(out var descriptor))
            Kernel.Close(descriptor);
    }

    /// <summary>Opens a file that is closed after the test.</summary>
    protected int Open(string path) => Own(Kernel.Open(path));

    /// <summary>Opens a new container without groups.</summary>
    protected int OpenContainer() => Open("/dev/vfio/vfio");

    /// <summary>Opens the device's group.</summary>
    protected int OpenGroup() => Open(GroupPath);

    /// <summary>The file of the device's group.</summary>
    protected string GroupPath => string.Create(CultureInfo.InvariantCulture, $"/dev/vfio/{Host.Group}");

    /// <summary>Opens a container with the device's group.</summary>
    protected (int Container, int Group) OpenAttached()
    {
        var container = OpenContainer();
        var group = OpenGroup();
        Succeeds(SetContainer(group, container));
        return (container, group);
    }

    /// <summary>Opens a container with the device's group and an IOMMU.</summary>
    protected (int Container, int Group) OpenReady(IommuType? type = null)
    {
        var (container, group) = OpenAttached();
        Succeeds(Kernel.Control(container, VfioRequest.SetIommu, (ulong)(type ?? Profile.Iommu)));
        return (container, group);
    }

    /// <summary>Puts a group into a container.</summary>
    protected KernelResult SetContainer(int group, int container) => Kernel.Control(group, VfioRequest.GroupSetContainer, ref container);

    /// <summary>Takes a descriptor that a call answered; it is closed after the test.</summary>
    protected int Own(KernelResult descriptor)
    {
        Assert.That(descriptor.IsError, Is.False, () => $"no descriptor but {descriptor}");
        _descriptors.Push(descriptor.Number);
        return descriptor.Number;
    }

    /// <summary>Memory shared with the kernel until the test is over.</summary>
    protected ContractMemory Allocate(ulong size)
    {
        var memory = new ContractMemory(Host, size);
        _memory.Push(memory);
        return memory;
    }

    /// <summary>Memory that the kernel keeps for as long as its process runs: its addresses must not come back in another test.</summary>
    protected ContractMemory AllocateLost(ulong size)
    {
        var memory = new ContractMemory(Host, size);
        _lost.Add(memory);
        return memory;
    }

    /// <summary>Makes a mapping.</summary>
    protected KernelResult Map(int container, ulong iova, ulong address, ulong size, uint flags = DmaRead | DmaWrite)
    {
        var map = new Type1Map { ArgumentSize = StructureSpans.SizeOf<Type1Map>(), Flags = flags, Address = address, Iova = iova, Size = size };
        return Kernel.Control(container, VfioRequest.MapDma, ref map);
    }

    /// <summary>Takes mappings away.</summary>
    protected KernelResult Unmap(int container, ulong iova, ulong size, uint flags = 0) => Unmap(container, iova, size, flags, out _);

    /// <summary>Takes mappings away, and gets how many bytes they were.</summary>
    protected KernelResult Unmap(int container, ulong iova, ulong size, uint flags, out ulong unmapped)
    {
        var unmap = new Type1Unmap { ArgumentSize = StructureSpans.SizeOf<Type1Unmap>(), Flags = flags, Iova = iova, Size = size };
        var result = Kernel.Control(container, VfioRequest.UnmapDma, ref unmap);
        unmapped = unmap.Size;
        return result;
    }

    /// <summary>The memory that counts as locked by the kernel's process, in bytes.</summary>
    protected long LockedBytes()
    {
        var result = Kernel.Files.ReadText("/proc/self/status", out var status);
        Assert.That(result.IsError, Is.False, () => $"status: {result}");
        var line = status.Split('\n').Single(text => text.StartsWith("VmLck:", StringComparison.Ordinal));
        return 1024 * long.Parse(line.Split(':')[1].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture);
    }

    /// <summary>Asserts that a call was answered 0.</summary>
    protected static void Succeeds(KernelResult result, [CallerArgumentExpression(nameof(result))] string call = "") =>
        Assert.That(result, Is.EqualTo(default(KernelResult)), call);

    /// <summary>Asserts that a call was refused.</summary>
    protected static void Fails(KernelResult result, Errno error, [CallerArgumentExpression(nameof(result))] string call = "") =>
        Assert.That(result, Is.EqualTo(KernelResult.Failed(error)), call);
}
