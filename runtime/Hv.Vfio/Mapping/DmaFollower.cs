using Hv.Runtime.Dma;
using Hv.Runtime.Machines;
using Hv.Vfio.Containers;
using Hv.Vfio.Host;
using Hv.Vfio.Kernel;

namespace Hv.Vfio.Mapping;

/// <summary>
/// Keeps the DMA windows of a bus, and what a guest maps in them, in the IOMMU of a container, for the devices in it. One for each
/// container.
/// </summary>
public abstract class DmaFollower : IDmaWindowListener, IDisposable
{
    private readonly Dictionary<IommuRegion, WindowFollower> _windows = [];
    private readonly DmaAddressSpace _space;
    private readonly Machine _machine;
    private SharedRam? _ram;
    private bool _isAttached;

    private protected DmaFollower(VfioContainer container, Machine machine, DmaAddressSpace space)
    {
        Container = container;
        _space = space;
        Events = new MappingEvents(machine.Trace);
        _machine = machine;
    }

    /// <summary>The container.</summary>
    public VfioContainer Container { get; }

    /// <inheritdoc/>
    public abstract DmaWindowLimits Limits { get; }

    /// <summary>How often a guest mapped what is no RAM.</summary>
    public ulong NoMemory => Events.NoMemory;

    /// <summary>How many changes the host's IOMMU could not follow.</summary>
    public ulong Refusals => Events.Refusals;

    /// <summary>Bytes that devices do not reach though the guest maps them: the kernel did not map them again after it had to unmap them.</summary>
    public ulong LostBytes => Events.LostBytes;

    /// <summary>Why the last window, or change, could not be followed; empty: all could.</summary>
    public string LastRefusal => WindowRefusal.Length > 0 ? WindowRefusal : Events.LastRefusal;

    private protected string WindowRefusal { get; set; } = "";

    private protected SharedRam Ram => _ram ?? throw new InvalidOperationException("RAM is shared when the follower is started.");

    private protected Machine Machine => _machine;

    private protected MappingEvents Events { get; }

    /// <summary>Makes the follower for the kind of IOMMU that a container has, and lets it follow a bus.</summary>
    /// <param name="container">A container with a group in it. Not owned.</param>
    /// <param name="machine">The machine whose RAM devices reach.</param>
    /// <param name="space">What the devices of the bus reach.</param>
    /// <exception cref="VfioException">The host cannot have the windows that are there, or lock the RAM.</exception>
    public static DmaFollower Start(VfioContainer container, Machine machine, DmaAddressSpace space)
    {
        DmaFollower follower = container.Iommu is IommuType.SpaprTce or IommuType.SpaprTceV2
            ? new SpaprFollower(container, machine, space)
            : new Type1Follower(container, machine, space);
        try
        {
            follower._ram = new SharedRam(container.Kernel, follower._machine.Memory);
            follower.Prepare();
            follower.Attach();
            return follower;
        }
        catch
        {
            follower.Dispose();
            throw;
        }
    }

    /// <summary>Adds a group to the container, where the IOMMU can have what is mapped for it too.</summary>
    /// <returns><see langword="false"/> when it needs a container of its own.</returns>
    public bool TryAdd(VfioGroup group)
    {
        if (!Container.TryAdd(group))
            return false;

        try
        {
            OnGroupAdded();
            return true;
        }
        catch
        {
            Container.Remove(group);
            throw;
        }
    }

    /// <inheritdoc/>
    public bool WindowAdded(IommuRegion window)
    {
        WindowRefusal = "";
        if (TryOpen(window) is not { } mapper)
            return false;

        var follower = new WindowFollower(window, mapper, Ram, Events);
        if (!window.AddListener(follower))
        {
            Close(window);
            return false;
        }

        _windows.Add(window, follower);
        return true;
    }

    /// <inheritdoc/>
    public void WindowRemoved(IommuRegion window)
    {
        if (!_windows.Remove(window, out var follower))
            return;

        window.RemoveListener(follower);
        Close(window);
    }

    /// <summary>Takes all mappings away, and follows no more.</summary>
    public void Dispose()
    {
        if (_isAttached)
            _space.RemoveListener(this);

        _isAttached = false;
        foreach (var window in _windows.Keys.ToList())
            WindowRemoved(window);

        Finish();
        _ram?.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>What comes before the first window.</summary>
    private protected abstract void Prepare();

    /// <summary>A group was added: what the IOMMU can do may be less.</summary>
    private protected virtual void OnGroupAdded()
    {
    }

    /// <summary>Gets the host's window for one of the guest.</summary>
    /// <returns><see langword="null"/> when it cannot have one: <see cref="WindowRefusal"/> says why.</returns>
    private protected abstract IIovaMapper? TryOpen(IommuRegion window);

    /// <summary>Gives back what <see cref="TryOpen"/> got, with all that is mapped in it.</summary>
    private protected abstract void Close(IommuRegion window);

    /// <summary>What comes after the last window.</summary>
    private protected abstract void Finish();

    /// <summary>Maps RAM for a bus whose addresses are guest-physical ones.</summary>
    private protected abstract MappingResult MapIdentity(ulong address, ulong host, ulong size);

    private void Attach()
    {
        if (_space.IsBypassed)
        {
            foreach (var (guest, host, size) in Ram.Pieces)
            {
                if (MapIdentity(guest, host, size) is not MappingResult.Success and var failure)
                    throw new VfioException($"{_space.Name}: RAM at 0x{guest:x} cannot be mapped for a bus without translation: {failure}.");
            }

            return;
        }

        if (!_space.TryAddListener(this))
            throw new VfioException($"{_space.Name}: the host's IOMMU cannot have what the guest's windows map: {LastRefusal}.");

        _isAttached = true;
    }

    /// <summary>Checks that all RAM can be locked, before the kernel refuses in the middle.</summary>
    /// <param name="needed">Bytes that are not locked yet.</param>
    private protected void CheckLockedMemory(ulong needed)
    {
        LockedMemory.Read(Container.Kernel.Files).Check(
            needed, $"To pass devices through to a guest of {Ram.Size >> 20} MiB");
    }
}
