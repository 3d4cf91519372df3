using Hv.Runtime.Declarations;
using Hv.Runtime.Objects;
using Hv.Runtime.Pci;
using Hv.Vfio.Host;
using Hv.Vfio.Kernel;
using Hv.Vfio.Mapping;

namespace Hv.Vfio.Devices;

/// <summary>
/// A PCI device of the host that is passed through to the guest: its registers answer, its DMA goes through the windows of the bus
/// it sits on, and its interrupts arrive as those of any other function.
/// </summary>
/// <remarks>
/// <para>
/// The host's device stays switched on while the guest has it: what a guest does to the command register's memory bit, or to power
/// states, is remembered and not passed on. The memory of a device that does not answer would end this process when it is touched.
/// </para>
/// <para>
/// The device is reset when the machine is: by itself where it can, else with its bus where all groups of the bus are the machine's.
/// The kernel resets it as it can when it is opened and when it is closed, also because the process ends, however it ends.
/// </para>
/// </remarks>
[Device("vfio-pci", Summary = "PCI device of the host (VFIO)")]
[NotMigratable("what the device holds cannot be read")]
public sealed partial class VfioPciDevice : PciFunction
{
    private const string SysfsDevices = HostPciDevice.Devices + "/";

    private VfioDevice? _device;
    private BusContainers? _containers;
    private ConfigurationMask? _mask;
    private byte[] _content = [];
    private int _hostConfigurationSize;
    private readonly List<BarRegion> _regions = [];
    private RomBar? _rom;
    private bool _isUsed;

    /// <summary>Where the device is on the host: <c>0000:01:00.0</c>; the domain may be left out.</summary>
    [Property("host")]
    public partial string HostAddress { get; set; }

    /// <summary>The directory of the device in sysfs, in place of <c>host</c>: <c>/sys/bus/pci/devices/0000:01:00.0</c>.</summary>
    [Property("sysfsdev")]
    public partial string SysfsDirectory { get; set; }

    /// <summary>Whether the expansion ROM appears: 1 or 0.</summary>
    [Property("rombar", Default = (byte)1, Maximum = (byte)1)]
    public partial byte ShowsRom { get; set; }

    /// <summary>Whether all accesses go through the kernel, none through memory that is mapped: slower, for people who look for errors.</summary>
    [Property("x-no-mmap")]
    public partial bool HasNoMappedMemory { get; set; }

    /// <summary>The device of the host.</summary>
    /// <exception cref="InvalidOperationException">The function is not realized.</exception>
    public VfioDevice HostDevice => _device ?? throw NotRealized();

    /// <summary>Follows the windows of the bus for it, and for others in the same container.</summary>
    public DmaFollower Follower => (_containers ?? throw NotRealized()).FollowerOf(HostDevice.Group);

    /// <summary>How many bytes of its memory the guest reaches without the kernel.</summary>
    public ulong MappedBytes => _regions.Aggregate(0UL, (bytes, region) => bytes + region.MappedBytes);

    /// <inheritdoc/>
    protected override int ConfigurationSize => PciConfigurationSpace.ExpressSize;

    /// <inheritdoc/>
    protected override void OnRealizeFunction()
    {
        try
        {
            var kernel = VfioHost.KernelOf(Machine);
            var found = FindOnHost(kernel.Files);
            _containers = BusContainers.Of(Bus.Host.Dma);
            _device = _containers.Open(kernel, Machine, Bus.Host.Dma, found);
            ReadConfiguration();
            AddBars();
            AddRom();
            StartInterrupts();
        }
        catch (Exception exception) when (exception is VfioException or PlatformNotSupportedException)
        {
            CloseDevice();
            throw new PropertyException($"{Type.Name}: {exception.Message}", exception);
        }
        catch
        {
            CloseDevice();
            throw;
        }
    }

    /// <inheritdoc/>
    protected override void OnReset()
    {
        StopMessages();
        _rom?.Unmap();
        base.OnReset();

        // The kernel has reset what it has just opened; where that takes a reset of the bus, it takes seconds.
        if (_isUsed)
            ResetHostDevice();

        _isUsed = true;
        WriteHostCommand();
        RestartPin();
    }

    /// <inheritdoc/>
    protected override void OnUnrealize()
    {
        if (_device is null)
        {
            base.OnUnrealize();
            return;
        }

        StopInterrupts();
        _rom?.Unmap();
        base.OnUnrealize();
        CloseDevice();
    }

    private HostPciDevice FindOnHost(IHostFiles files)
    {
        var text = HostAddress;
        if (HostAddress.Length > 0 && SysfsDirectory.Length > 0)
            throw new PropertyException($"{Type.Name}: {Properties.HostAddress} and {Properties.SysfsDirectory} both name a device; one is enough.");

        if (SysfsDirectory.Length > 0)
            text = SysfsDirectory.TrimEnd('/').Split('/')[^1];

        if (text.Length == 0)
        {
            throw new PropertyException(
                $"{Type.Name}: which device? Give host=ADDRESS ({HostPciAddress.Form}); 'hv vfio list' shows what there is.");
        }

        if (!HostPciAddress.TryParse(text, out var address))
        {
            var property = SysfsDirectory.Length > 0 ? Properties.SysfsDirectory : Properties.HostAddress;
            throw new PropertyException($"{property}: '{text}' is no PCI address; allowed: {HostPciAddress.Form}.");
        }

        var found = HostPciDevice.Find(files, address)
            ?? throw new VfioException($"{address}: the host has no such device ({SysfsDevices}{address} does not exist).");

        // The kernel would open it a second time.
        if (IsPassedThrough(address))
            throw new VfioException($"{address}: the guest has the device already.");

        if (found.Group is not null && !found.IsBoundToVfio && !found.BlocksGroup)
            throw new VfioException($"{found.Address}: no driver has the device; bind it to {HostPciDevice.VfioDriver} (hv vfio bind {found.Address}).");

        return found;
    }

    private void AddBars()
    {
        for (var index = VfioRegion.Bar0; index < VfioRegion.Rom; index++)
        {
            var size = HostDevice.Regions[index].Size;
            if (size == 0)
                continue;

            var register = BitConverter.ToUInt32(_content, PciRegister.BaseAddress0 + (4 * index));
            var kind = (register & 1) != 0 ? PciBarKind.Io : (PciBarKind)(register & 0xC);
            var smallest = kind == PciBarKind.Io ? 4UL : 16UL;
            if (!ulong.IsPow2(size) || size < smallest)
                throw new VfioException($"{HostDevice.Address}: base address register {index} decodes 0x{size:x} bytes, no power of two.");

            var region = new BarRegion($"{HostDevice.Address} BAR {index}", HostDevice, index, size);
            CoverMessages(region, index);
            if (kind != PciBarKind.Io && !HasNoMappedMemory)
                region.MapAreas();

            _regions.Add(region);
            AddBar(index, kind, region);
        }
    }

    private void AddRom()
    {
        var size = HostDevice.Regions[VfioRegion.Rom].Size;
        if (ShowsRom != 0 && size is not 0 and <= RomBar.Largest)
            _rom = new RomBar(this, HostDevice, size);
    }

    /// <summary>Resets the device: alone, or with its bus.</summary>
    private void ResetHostDevice()
    {
        var device = HostDevice;
        if (device.HasFunctionReset && !device.ResetFunction().IsError)
            return;

        if (device.GetHotResetDevices(out var touched).IsError)
            return;

        // Only where nobody else has a device there: the kernel checks that the groups are ours, not that the devices are this guest's.
        var groups = touched.Select(other => other.Group).Distinct().ToList();
        var ours = _containers!.Groups.Where(group => groups.Contains(group.Number)).ToList();
        if (ours.Count == groups.Count && touched.All(other => other.Address == device.Address || !IsPassedThrough(other.Address)))
            _ = device.HotReset(ours);
    }

    private bool IsPassedThrough(HostPciAddress address) =>
        Machine.Devices.OfType<VfioPciDevice>().Any(other => other != this && other._device?.Address == address);

    private void CloseDevice()
    {
        foreach (var region in _regions)
            region.Close();

        _regions.Clear();
        if (_device is { } device)
            _containers!.Close(device);

        _device = null;
    }
}
