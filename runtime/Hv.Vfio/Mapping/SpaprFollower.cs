using System.Numerics;
using System.Runtime.CompilerServices;
using Hv.Runtime.Dma;
using Hv.Runtime.Machines;
using Hv.Vfio.Containers;
using Hv.Vfio.Kernel;

namespace Hv.Vfio.Mapping;

/// <summary>
/// Follows windows on an sPAPR IOMMU: each window of the guest lies in one of the host at the same bus address. Guest RAM is
/// registered first (v2), or the only window switched on (v1).
/// </summary>
/// <remarks>
/// Pages of the host's window are at most as large as the guest's, and as the host's memory has them: the host does not map memory of
/// ordinary pages with larger entries. Its default window serves any window of the guest that lies in it.
/// </remarks>
internal sealed class SpaprFollower : DmaFollower
{
    private const int LargestPageShift = 34;
    private const int SmallPageShift = 12;
    private const ulong FewestRuns = 1 << 16;

    /// <summary>How many containers of a machine have its RAM registered.</summary>
    private static readonly ConditionalWeakTable<Machine, StrongBox<int>> Registrations = [];

    private readonly SpaprIommu _iommu;
    private readonly IHostKernel _kernel;
    private readonly Dictionary<IommuRegion, SpaprWindow> _open = [];
    private readonly List<(ulong Address, ulong Size)> _registered = [];
    private readonly List<SpaprWindow> _broken = [];
    private bool _isEnabled;
    private bool _isRegistered;

    public SpaprFollower(VfioContainer container, Machine machine, DmaAddressSpace space)
        : base(container, machine, space)
    {
        _kernel = container.Kernel;
        _iommu = new SpaprIommu(container);
        Limits = _iommu.HasDynamicWindows
            ? new DmaWindowLimits(_iommu.PageSizes, [new DmaRange(0, ulong.MaxValue)], _iommu.WindowCount)
            : new DmaWindowLimits(
                _iommu.PageSizes, [.. _iommu.Windows.Select(window => window.Range)], 1);
    }

    /// <inheritdoc/>
    public override DmaWindowLimits Limits { get; }

    private protected override void Prepare()
    {
        // The host makes its default window when the first one is asked for, and counts its table then.
        var tables = _iommu.DefaultWindow is { } window ? SpaprTableSize.LockedBytes(window.Size, window.PageShift) : 0;

        // RAM that another container of this machine has registered is not counted again.
        var registrations = Registrations.GetOrCreateValue(Machine);
        CheckLockedMemory(_iommu.HasDynamicWindows && registrations.Value > 0 ? tables : Ram.Size + tables);
        _iommu.MostRuns = (int)Math.Clamp(2 * (Ram.Size >> SmallPageShift), FewestRuns, int.MaxValue);
        if (!_iommu.HasDynamicWindows)
        {
            var enabled = _iommu.Enable();
            if (enabled.IsError)
                throw new VfioException($"The sPAPR IOMMU cannot be switched on: {enabled}.");

            _isEnabled = true;
            return;
        }

        foreach (var (_, host, size) in Ram.Pieces)
        {
            // What is not whole pages of the host at the end of RAM is memory of the same mapping.
            var whole = (size + (ulong)_kernel.PageSize - 1) & ~((ulong)_kernel.PageSize - 1);
            var result = _iommu.Register(host, whole);
            if (result.IsError)
                throw new VfioException($"{size >> 20} MiB of guest RAM cannot be registered with the sPAPR IOMMU: {result}.");

            _registered.Add((host, whole));
        }

        registrations.Value++;
        _isRegistered = true;
    }

    private protected override IIovaMapper? TryOpen(IommuRegion window)
    {
        var hostWindow = FindServing(window) ?? TryCreate(window);
        if (hostWindow is null)
            return null;

        _open.Add(window, hostWindow);
        return new SpaprMapper(_iommu, hostWindow);
    }

    private protected override void Close(IommuRegion window)
    {
        if (!_open.Remove(window, out var hostWindow))
            return;

        var result = hostWindow == _iommu.DefaultWindow
            ? _iommu.Unmap(hostWindow, hostWindow.Start, hostWindow.Size)
            : _iommu.RemoveWindow(hostWindow);

        // What could not be taken away would show through in the next window of the guest.
        if (result.IsError)
            _broken.Add(hostWindow);
    }

    private protected override void Finish()
    {
        foreach (var (address, size) in _registered)
            _ = _iommu.Unregister(address, size);

        _registered.Clear();
        if (_isRegistered)
            Registrations.GetOrCreateValue(Machine).Value--;

        _isRegistered = false;
        if (_isEnabled)
            _ = _iommu.Disable();

        _isEnabled = false;
    }

    private protected override MappingResult MapIdentity(ulong address, ulong host, ulong size)
    {
        var wanted = DmaRange.Of(address, size);
        foreach (var window in _iommu.Windows)
        {
            if (!window.Range.Contains(wanted))
                continue;

            return MappingResults.Of(_iommu.Map(window, address, host, size, IovaPermission.ReadWrite));
        }

        return MappingResult.Refused;
    }

    /// <summary>A window of the host that nobody uses and that a window of the guest fits in.</summary>
    private SpaprWindow? FindServing(IommuRegion window) => _iommu.Windows.FirstOrDefault(candidate =>
        !_open.ContainsValue(candidate) && !_broken.Contains(candidate) && candidate.PageShift <= window.PageShift
        && candidate.Range.Contains(DmaRange.Of(window.BusAddress, window.Size)));

    private SpaprWindow? TryCreate(IommuRegion window)
    {
        if (!_iommu.HasDynamicWindows)
        {
            WindowRefusal = $"{window.Name} covers 0x{window.BusAddress:x} and 0x{window.Size:x} bytes; the host's only window {Describe(_iommu.DefaultWindow)}";
            return null;
        }

        var largest = BitOperations.Log2((uint)_kernel.PageSize);
        var usable = _iommu.PageSizes & ((1UL << (Math.Min(Math.Min(window.PageShift, largest), LargestPageShift) + 1)) - 1);
        if (usable == 0 || window.Size > 1UL << 63)
        {
            WindowRefusal = $"{window.Name} has pages of 2^{window.PageShift} bytes, the host of sizes 0x{_iommu.PageSizes:x}";
            return null;
        }

        MakeRoomAt(window);
        var (pageShift, size) = (BitOperations.Log2(usable), BitOperations.RoundUpToPowerOf2(window.Size));
        var levels = window.TableLevels != 0 ? window.TableLevels : SpaprTableSize.LevelsFor(size, pageShift, _kernel.PageSize, _iommu.Levels);
        if (levels is null || levels > _iommu.Levels)
        {
            WindowRefusal = $"{window.Name} of 0x{size:x} bytes needs a table of {levels?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "more"} levels; the host has at most {_iommu.Levels}";
            RestoreDefault();
            return null;
        }

        var result = _iommu.CreateWindow(pageShift, size, levels.Value, out var created);
        if (created is null)
        {
            WindowRefusal = $"{window.Name}: the host creates no window of 0x{size:x} bytes, 2^{pageShift} each page, {levels} levels: {result}";
            RestoreDefault();
            return null;
        }

        if (created.Start == window.BusAddress)
            return created;

        WindowRefusal = $"{window.Name} begins at 0x{window.BusAddress:x}, and the host creates it at 0x{created.Start:x}"
            + " (dma64_win_addr of the host bridge can say so)";
        _ = _iommu.RemoveWindow(created);
        RestoreDefault();
        return null;
    }

    /// <summary>Removes the host's default window where a window of the guest begins that does not fit in it.</summary>
    /// <remarks>
    /// Only where tables have levels: a host without is a pseries guest itself, and would not get the window back at its place.
    /// </remarks>
    private void MakeRoomAt(IommuRegion window)
    {
        if (_iommu.Levels > 1 && _iommu.DefaultWindow is { } present && present.Start == window.BusAddress && !_open.ContainsValue(present))
            _ = _iommu.RemoveWindow(present);
    }

    /// <summary>Brings the host's default window back, when it was removed in vain.</summary>
    private void RestoreDefault()
    {
        if (_iommu.DefaultWindow is { } wanted && !_iommu.Windows.Contains(wanted) && !_open.Values.Any(window => window.Start == wanted.Start))
            _ = _iommu.CreateWindow(wanted.PageShift, wanted.Size, 1, out _);
    }

    private static string Describe(SpaprWindow? window) =>
        window is null ? "does not exist" : $"covers 0x{window.Start:x} and 0x{window.Size:x} bytes, pages of 2^{window.PageShift} bytes";
}
