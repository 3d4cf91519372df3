using Hv.Vfio.Kernel;
using Hv.Vfio.Kernel.Structures;

namespace Hv.Vfio.Containers;

/// <summary>
/// The windows and mappings of an sPAPR TCE container (linux/vfio.h, "API for SPAPR TCE (Server POWERPC) IOMMU"). With v2 memory is
/// registered before it is mapped, and windows come and go; with v1 there is one window, which is enabled.
/// </summary>
/// <remarks>
/// The driver leaves checks to its callers that are made here, before it is asked: a mapping at an address that is no page's, one that
/// runs past the end of its window (it would overwrite the kernel's memory), memory that is unregistered while mapped (it would stay
/// locked), and a window that is removed by an address inside of it. What it takes into account and forgets when a window cannot be
/// created is counted in <see cref="LostLockedBytes"/>.
/// </remarks>
public sealed class SpaprIommu
{
    private const uint HasWindows = 0x1;
    private const int SmallPageShift = 12;

    private readonly VfioContainer _container;
    private readonly List<SpaprWindow> _windows = [];
    private readonly Dictionary<ulong, ulong> _registered = [];
    private readonly IovaMap _mappings = new();
    private ulong _refusedBytes = ulong.MaxValue;

    /// <summary>Asks what the IOMMU can do.</summary>
    /// <param name="container">A container whose IOMMU is sPAPR TCE.</param>
    /// <exception cref="VfioException">It is another kind, or does not answer.</exception>
    public SpaprIommu(VfioContainer container)
    {
        if (container.Iommu is not (IommuType.SpaprTce or IommuType.SpaprTceV2))
            throw new VfioException($"The container's IOMMU is {container.Iommu?.ToString() ?? "not set"}, not sPAPR TCE.");

        _container = container;
        var info = new SpaprInfo { ArgumentSize = StructureSpans.SizeOf<SpaprInfo>() };
        var result = container.Kernel.Control(container.Descriptor, VfioRequest.SpaprTceGetInfo, ref info);
        if (result.IsError)
            throw new VfioException($"The sPAPR IOMMU does not tell what it can do: {result}.");

        HasDynamicWindows = container.Iommu == IommuType.SpaprTceV2 && (info.Flags & HasWindows) != 0;
        PageSizes = HasDynamicWindows ? info.PageSizes : 1UL << SmallPageShift;
        WindowCount = HasDynamicWindows ? (int)Math.Min(info.WindowCount, int.MaxValue) : 1;
        Levels = HasDynamicWindows ? (int)Math.Min(info.Levels, byte.MaxValue) : 1;
        if (info.Window32Size != 0)
            _windows.Add(new SpaprWindow(info.Window32Start, info.Window32Size, SmallPageShift));

        DefaultWindow = _windows.FirstOrDefault();
    }

    /// <summary>Whether windows can be created and removed.</summary>
    public bool HasDynamicWindows { get; }

    /// <summary>Bit n: windows can have pages of 2^n bytes.</summary>
    public ulong PageSizes { get; }

    /// <summary>How many windows there can be, the default one included.</summary>
    public int WindowCount { get; }

    /// <summary>How many levels a table can have.</summary>
    public int Levels { get; }

    /// <summary>The window that the host made, as long as it is there; <see langword="null"/> when there never was one.</summary>
    public SpaprWindow? DefaultWindow { get; }

    /// <summary>The windows there are.</summary>
    public IReadOnlyList<SpaprWindow> Windows => _windows;

    /// <summary>Bytes that the kernel counts as locked for windows that it did not create, until the process ends.</summary>
    public ulong LostLockedBytes { get; private set; }

    /// <summary>How many runs of mappings may be kept account of: what a guest maps costs this process memory as well.</summary>
    internal int MostRuns { get; set; } = 1 << 20;

    /// <summary>What is mapped.</summary>
    internal IovaMap Mappings => _mappings;

    private int Descriptor => _container.Descriptor;

    private IHostKernel Kernel => _container.Kernel;

    /// <summary>v1: switches the window on; counts its size as locked memory.</summary>
    public KernelResult Enable() => Kernel.Control(Descriptor, VfioRequest.IommuEnable);

    /// <summary>v1: switches the window off.</summary>
    public KernelResult Disable() => Kernel.Control(Descriptor, VfioRequest.IommuDisable);

    /// <summary>v2: locks memory that is going to be mapped.</summary>
    /// <param name="address">The memory, as the kernel's process has it, at a page of the host.</param>
    /// <param name="size">Bytes, whole pages of the host.</param>
    /// <returns>0; "invalid argument" for what is no whole pages, or overlaps what is registered; or what the kernel answers.</returns>
    public KernelResult Register(ulong address, ulong size)
    {
        if (size == 0 || ((address | size) & (ulong)(Kernel.PageSize - 1)) != 0)
            return KernelResult.Failed(Errno.InvalidArgument);

        if (_registered.ContainsKey(address))
            return KernelResult.Failed(Errno.Busy);

        var memory = new SpaprRegisterMemory { ArgumentSize = StructureSpans.SizeOf<SpaprRegisterMemory>(), Address = address, Size = size };
        var result = Kernel.Control(Descriptor, VfioRequest.SpaprRegisterMemory, ref memory);
        if (!result.IsError)
            _registered.Add(address, size);

        return result;
    }

    /// <summary>v2: unlocks memory.</summary>
    /// <returns>0; "busy" while pages of it are mapped; "not found" when it was not registered so; or what the kernel answers.</returns>
    public KernelResult Unregister(ulong address, ulong size)
    {
        if (!_registered.TryGetValue(address, out var registered) || registered != size)
            return KernelResult.Failed(Errno.NotFound);

        if (_mappings.LeadsTo(address, size))
            return KernelResult.Failed(Errno.Busy);

        var memory = new SpaprRegisterMemory { ArgumentSize = StructureSpans.SizeOf<SpaprRegisterMemory>(), Address = address, Size = size };
        var result = Kernel.Control(Descriptor, VfioRequest.SpaprUnregisterMemory, ref memory);
        if (!result.IsError)
            _registered.Remove(address);

        return result;
    }

    /// <summary>v2: creates a window, where the host chooses.</summary>
    /// <param name="pageShift">Pages have 2^this bytes.</param>
    /// <param name="size">Bytes, a power of two.</param>
    /// <param name="levels">Levels of the table, 1 to <see cref="Levels"/>.</param>
    /// <param name="window">The window.</param>
    /// <returns>
    /// 0; "invalid argument" for what the host does not have, "no space" when there are <see cref="WindowCount"/> windows; or what the
    /// kernel answers.
    /// </returns>
    public KernelResult CreateWindow(int pageShift, ulong size, int levels, out SpaprWindow? window)
    {
        window = null;
        if (!HasDynamicWindows || pageShift is < 0 or > 63 || (PageSizes & (1UL << pageShift)) == 0 || !ulong.IsPow2(size)
            || size < 1UL << pageShift || levels < 1 || levels > Levels)
        {
            return KernelResult.Failed(Errno.InvalidArgument);
        }

        // One that was refused for its size, or a larger one, would be refused again, and cost as much again.
        if (SpaprTableSize.LockedBytes(size, pageShift) >= _refusedBytes)
            return KernelResult.Failed(Errno.NoMemory);

        if (_windows.Count >= WindowCount)
            return KernelResult.Failed(Errno.NoSpace);

        var create = new SpaprCreate
        {
            ArgumentSize = StructureSpans.SizeOf<SpaprCreate>(), PageShift = (uint)pageShift, WindowSize = size, Levels = (uint)levels,
        };
        var result = Kernel.Control(Descriptor, VfioRequest.SpaprTceCreate, ref create);
        if (result.IsError)
        {
            // The driver counts the table before the platform refuses it, and does not count it back (seen on 6.12).
            if (result.Error is Errno.NoMemory or Errno.InvalidArgument)
            {
                _refusedBytes = SpaprTableSize.LockedBytes(size, pageShift);
                LostLockedBytes += _refusedBytes;
            }


            return result;
        }

        window = new SpaprWindow(create.StartAddress, size, pageShift);
        _windows.Add(window);
        return result;
    }

    /// <summary>v2: removes a window, with what is mapped in it.</summary>
    /// <returns>0; "invalid argument" when there is no such window here; or what the kernel answers.</returns>
    public KernelResult RemoveWindow(SpaprWindow window)
    {
        if (!HasDynamicWindows || !_windows.Contains(window))
            return KernelResult.Failed(Errno.InvalidArgument);

        var remove = new SpaprRemove { ArgumentSize = StructureSpans.SizeOf<SpaprRemove>(), StartAddress = window.Start };
        var result = Kernel.Control(Descriptor, VfioRequest.SpaprTceRemove, ref remove);
        if (!result.IsError)
        {
            _windows.Remove(window);
            _mappings.Remove(window.Start, window.Size);
        }

        return result;
    }

    /// <summary>Maps pages of a window.</summary>
    /// <param name="window">The window.</param>
    /// <param name="iova">The first bus address, at a page of the window.</param>
    /// <param name="address">The memory, registered with v2.</param>
    /// <param name="size">Bytes, whole pages of the window.</param>
    /// <param name="permission">What devices may do.</param>
    /// <returns>
    /// 0; "invalid argument" for what is no whole pages of the window, "exists" when a part of it is mapped, which the driver would
    /// replace silently; or what the kernel answers.
    /// </returns>
    public KernelResult Map(SpaprWindow window, ulong iova, ulong address, ulong size, IovaPermission permission)
    {
        if (!window.CanMap(iova, size) || (address & ((1UL << window.PageShift) - 1)) != 0 || permission == IovaPermission.None)
            return KernelResult.Failed(Errno.InvalidArgument);

        if (_mappings.Overlaps(iova, size))
            return KernelResult.Failed(Errno.Exists);

        var map = new Type1Map
        {
            ArgumentSize = StructureSpans.SizeOf<Type1Map>(), Flags = (uint)permission, Address = address, Iova = iova, Size = size,
        };
        var result = Normal(Kernel.Control(Descriptor, VfioRequest.MapDma, ref map));
        if (!result.IsError)
            _mappings.Add(new IovaRun(iova, size, address, permission), merges: true);

        return result;
    }

    /// <summary>Unmaps pages of a window, mapped or not.</summary>
    /// <returns>0; "invalid argument" for what is no whole pages of the window; or what the kernel answers.</returns>
    public KernelResult Unmap(SpaprWindow window, ulong iova, ulong size)
    {
        if (!window.CanMap(iova, size))
            return KernelResult.Failed(Errno.InvalidArgument);

        var unmap = new Type1Unmap { ArgumentSize = StructureSpans.SizeOf<Type1Unmap>(), Iova = iova, Size = size };
        var result = Normal(Kernel.Control(Descriptor, VfioRequest.UnmapDma, ref unmap));
        if (!result.IsError)
            _mappings.Remove(iova, size);

        return result;
    }

    /// <summary>The driver answers 1 for an address that is no page's: it is an error, whatever its sign.</summary>
    private static KernelResult Normal(KernelResult result) => result.Value > 0 ? KernelResult.Failed(Errno.InvalidArgument) : result;
}
