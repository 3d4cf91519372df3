using Hv.Testing.Vfio.Groups;
using Hv.Vfio.Kernel;

namespace Hv.Testing.Vfio.Devices;

/// <summary>
/// A PCI device of a modelled host. Tests give it regions and capabilities, and derive from it what it does; <see cref="FakeEdu"/> is one.
/// </summary>
public class FakeDevice
{
    /// <summary>The driver that gives devices away.</summary>
    public const string VfioDriver = "vfio-pci";

    internal const int ConfigurationRegion = 7;
    internal const int RegionCount = 9;
    private const int BarCount = 6;

    private readonly FakeRegion?[] _regions = new FakeRegion?[RegionCount];
    private FakeKernel? _kernel;
    private DeviceInterrupts? _interrupts;
    private int _opens;

    /// <summary>Makes a device.</summary>
    /// <param name="address">Its address on the host: <c>0000:00:04.0</c>.</param>
    /// <param name="group">Its IOMMU group.</param>
    /// <param name="vendor">Its vendor.</param>
    /// <param name="device">What it is of the vendor's.</param>
    /// <param name="classCode">Its class, subclass and programming interface: 24 bits.</param>
    /// <param name="isExpress">Whether it is one of PCI Express: 4096 bytes of configuration space, and told errors.</param>
    public FakeDevice(string address, int group, ushort vendor, ushort device, uint classCode, bool isExpress = false)
    {
        Address = address;
        GroupNumber = group;
        Vendor = vendor;
        Device = device;
        ClassCode = classCode;
        IsExpress = isExpress;
        Configuration = new FakeConfiguration(vendor, device, classCode, isExpress);
    }

    /// <summary>Its address on the host.</summary>
    public string Address { get; }

    /// <summary>Its IOMMU group.</summary>
    public int GroupNumber { get; }

    /// <summary>Its vendor.</summary>
    public ushort Vendor { get; }

    /// <summary>What it is of the vendor's.</summary>
    public ushort Device { get; }

    /// <summary>Its class, subclass and programming interface.</summary>
    public uint ClassCode { get; }

    /// <summary>Whether it is one of PCI Express.</summary>
    public bool IsExpress { get; }

    /// <summary>Its configuration space.</summary>
    public FakeConfiguration Configuration { get; }

    /// <summary>The driver that it is bound to; <see langword="null"/>: none.</summary>
    public string? Driver { get; set; }

    /// <summary>The driver that the host has for it, which takes it when it is probed without an override.</summary>
    public string? HostDriver { get; init; }

    /// <summary>The driver that alone may take it: <c>driver_override</c>.</summary>
    public string? DriverOverride { get; internal set; }

    /// <summary>Whether it can be reset alone.</summary>
    public bool CanReset { get; init; }

    /// <summary>Whether its bus can be reset, with all that is on it.</summary>
    public bool CanResetBus { get; init; }

    /// <summary>How often it was reset.</summary>
    public int Resets { get; private set; }

    /// <summary>Whether it is gone.</summary>
    public bool IsGone { get; private set; }

    /// <summary>Whether it is open.</summary>
    public bool IsOpen => _interrupts is not null;

    internal FakeGroup Group { get; private set; } = null!;

    internal DeviceInterrupts? Interrupts => _interrupts;

    internal string Bus => Address[..Address.LastIndexOf(':')];

    private FakeKernel Kernel => _kernel ?? throw new InvalidOperationException($"The device {Address} is in no kernel.");

    /// <summary>Gives it a region behind a BAR, or its ROM (6). Before it is added to a kernel.</summary>
    /// <param name="index">0 to 6.</param>
    /// <param name="region">The region.</param>
    /// <param name="isWide">Whether the BAR has 64 bits, and takes the next one along.</param>
    public void SetRegion(int index, FakeRegion region, bool isWide = false)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)index, (uint)BarCount, nameof(index));
        _regions[index] = region;
        if (index < BarCount)
            Configuration.SetBar(index, region.Size, isWide);
    }

    /// <summary>The region behind a BAR, or the ROM (6).</summary>
    public FakeRegion? RegionAt(int index) => _regions[index];

    /// <summary>Takes it out of the host: its user is asked to give it back first; then it answers ones, and errors.</summary>
    public void Vanish()
    {
        lock (Kernel.Gate)
        {
            _interrupts?.SignalRequest();
            IsGone = true;
        }
    }

    /// <summary>Asks the user to give it back, as unbinding does.</summary>
    public void RequestReturn()
    {
        lock (Kernel.Gate)
            _interrupts?.SignalRequest();
    }

    /// <summary>Tells of an error of PCI Express.</summary>
    public void SignalError()
    {
        lock (Kernel.Gate)
            _interrupts?.SignalError();
    }

    /// <summary>Sends a message of MSI or MSI-X, when the user has enabled them.</summary>
    /// <returns>Whether messages are enabled.</returns>
    public bool SendMessage(int vector)
    {
        lock (Kernel.Gate)
        {
            if (_interrupts is not { HasMessages: true } interrupts)
                return false;

            if (!IsGone)
                interrupts.SignalMessage(vector);

            return true;
        }
    }

    /// <summary>Raises or lowers INTx.</summary>
    public void SetInterrupt(bool isAsserted)
    {
        lock (Kernel.Gate)
            _interrupts?.SetLevel(isAsserted && !IsGone);
    }

    /// <summary>Reads memory by DMA, through the IOMMU.</summary>
    /// <param name="iova">The bus address.</param>
    /// <param name="destination">What is read; zeros where the IOMMU does not let it through.</param>
    /// <returns>Whether all of it was read.</returns>
    public bool ReadMemory(ulong iova, Span<byte> destination)
    {
        lock (Kernel.Gate)
            return Kernel.ReadMemory(this, iova, destination);
    }

    /// <summary>Writes memory by DMA, through the IOMMU.</summary>
    /// <param name="iova">The bus address.</param>
    /// <param name="source">What is written, as far as the IOMMU lets it through.</param>
    /// <returns>Whether all of it was written.</returns>
    public bool WriteMemory(ulong iova, ReadOnlySpan<byte> source)
    {
        lock (Kernel.Gate)
            return Kernel.WriteMemory(this, iova, source);
    }

    /// <summary>Called when it is reset.</summary>
    protected virtual void OnReset()
    {
    }

    internal void AddTo(FakeKernel kernel, FakeGroup group)
    {
        if (_kernel is not null)
            throw new InvalidOperationException($"The device {Address} is in a kernel already.");

        (_kernel, Group) = (kernel, group);
    }

    internal DeviceFile Open(GroupFile group)
    {
        _interrupts ??= new DeviceInterrupts(Kernel, this);
        _opens++;
        return new DeviceFile(Kernel, this, group);
    }

    internal void Close()
    {
        if (--_opens > 0)
            return;

        _interrupts?.Clear();
        _interrupts = null;
    }

    internal void Reset()
    {
        Resets++;
        _interrupts?.SetLevel(false);
        OnReset();
    }
}
