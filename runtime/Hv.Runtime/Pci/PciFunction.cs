using System.Buffers.Binary;
using System.Globalization;
using Hv.Runtime.Declarations;
using Hv.Runtime.Dma;
using Hv.Runtime.Memory;
using Hv.Runtime.Objects;

namespace Hv.Runtime.Pci;

/// <summary>A PCI function: configuration space, base address registers, interrupts, DMA.</summary>
/// <remarks>
/// A device model derives from it, fills in <see cref="Configuration"/> and adds base address registers and capabilities in
/// <see cref="OnRealizeFunction"/>. All of it is used under the machine's lock, DMA excepted.
/// </remarks>
[Device("pci-device")]
public abstract partial class PciFunction : Device
{
    private const int BarCount = 6;

    [HostOnly("parts of the machine; where they decode is in the configuration space")]
    private readonly List<PciBar> _bars = [];

    [HostOnly("part of the machine; its content migrates")]
    private PciConfigurationSpace? _configuration;

    [HostOnly("part of the machine")]
    private PciBus? _bus;

    [Derived(nameof(StreamedConfiguration))]
    private bool _interruptIsRequested;

    [Derived(nameof(StreamedPins))]
    private bool _pinIsAsserted;

    /// <summary>Where on its bus the function sits: device and function, both hexadecimal (<c>4.0</c>); empty: the first free device.</summary>
    [Property("addr")]
    public partial string Address { get; set; }

    /// <summary>The bus it sits on; empty: that of the first host bridge.</summary>
    [Property("bus")]
    public partial string BusName { get; set; }

    /// <summary>Whether its device has more functions than this one, which is function 0.</summary>
    [Property("multifunction")]
    public partial bool IsMultifunction { get; set; }

    /// <summary>The bus it sits on.</summary>
    /// <exception cref="InvalidOperationException">The function is not realized.</exception>
    public PciBus Bus => _bus ?? throw new InvalidOperationException($"This {Type.Name} sits on no bus yet.");

    /// <inheritdoc/>
    public override Bus? ParentBus => _bus;

    /// <summary>Device number times 8 plus function number.</summary>
    [HostOnly("part of the machine: where the user put the function")]
    public byte DeviceFunction { get; private set; }

    /// <summary>The device number, 0 to 31.</summary>
    public int Slot => DeviceFunction / PciBus.FunctionsPerSlot;

    /// <summary>The configuration space.</summary>
    /// <exception cref="InvalidOperationException">The function is not realized.</exception>
    public PciConfigurationSpace Configuration => _configuration ?? throw NotRealized();

    /// <summary>How much of <see cref="Configuration"/> software reaches: without extended space on the bus only 256 bytes.</summary>
    public virtual int ReachableConfigurationSize =>
        Bus.Host.HasExtendedConfigurationSpace ? Configuration.Size : Math.Min(Configuration.Size, PciConfigurationSpace.ConventionalSize);

    /// <summary>The base address registers, by number.</summary>
    public IReadOnlyList<PciBar> Bars => _bars;

    /// <summary>Message-signalled interrupts, where the function has them.</summary>
    [HostOnly("part of the machine; its state is in the configuration space")]
    public MsiCapability? Msi { get; private set; }

    /// <summary>Extended message-signalled interrupts, where the function has them.</summary>
    [HostOnly("part of the machine; a device that has it migrates its state")]
    public MsixCapability? Msix { get; private set; }

    /// <inheritdoc/>
    public override bool SitsOnBus => true;

    /// <inheritdoc/>
    public override bool IsHotPluggable => true;

    /// <summary>The size of the configuration space: 4096 of a PCI Express function.</summary>
    protected virtual int ConfigurationSize => PciConfigurationSpace.ConventionalSize;

    /// <summary>Reads for software.</summary>
    /// <param name="offset">The register.</param>
    /// <param name="width">1, 2 or 4 bytes.</param>
    /// <returns>The value; ones for what is not reached.</returns>
    public uint ReadConfiguration(int offset, int width)
    {
        var reachable = ReachableConfigurationSize;
        if (offset >= reachable)
            return width == 4 ? uint.MaxValue : (1u << (8 * width)) - 1;

        return OnConfigurationRead(offset, width, Configuration.Read(offset, width));
    }

    /// <summary>Writes for software; what the registers do happens.</summary>
    /// <param name="offset">The register.</param>
    /// <param name="width">1, 2 or 4 bytes.</param>
    /// <param name="value">The value.</param>
    public void WriteConfiguration(int offset, int width, uint value)
    {
        if (offset >= ReachableConfigurationSize)
            return;

        Configuration.Write(offset, width, value);
        Msi?.OnConfigurationWritten(offset, width);
        Msix?.OnConfigurationWritten(offset, width);
        OnConfigurationWritten(offset, width, value);
        UpdateMappings();
        UpdatePin();
    }

    /// <summary>Reads memory by DMA, as the bus translates its address.</summary>
    /// <returns>What became of it; nothing is read while the function is no bus master.</returns>
    public DmaResult ReadMemory(ulong busAddress, Span<byte> destination) =>
        Configuration.IsBusMaster ? Bus.Host.Dma.Read(busAddress, destination) : DmaResult.NotPermitted;

    /// <summary>Writes memory by DMA, as the bus translates its address.</summary>
    /// <returns>What became of it; nothing is written while the function is no bus master.</returns>
    public DmaResult WriteMemory(ulong busAddress, ReadOnlySpan<byte> source) =>
        Configuration.IsBusMaster ? Bus.Host.Dma.Write(busAddress, source) : DmaResult.NotPermitted;

    /// <summary>
    /// Reads RAM by DMA, as the bus translates its address; registers of other devices do not answer. It takes no lock, so that it
    /// can be done, and waited for, on any thread.
    /// </summary>
    /// <returns>What became of it; nothing is read while the function is no bus master.</returns>
    public DmaResult ReadRam(ulong busAddress, Span<byte> destination) =>
        Configuration.IsBusMaster ? Bus.Host.Dma.Read(busAddress, destination, fromRamOnly: true) : DmaResult.NotPermitted;

    /// <summary>Writes RAM by DMA, as <see cref="ReadRam"/> reads it.</summary>
    /// <returns>What became of it; nothing is written while the function is no bus master.</returns>
    public DmaResult WriteRam(ulong busAddress, ReadOnlySpan<byte> source) =>
        Configuration.IsBusMaster ? Bus.Host.Dma.Write(busAddress, source, toRamOnly: true) : DmaResult.NotPermitted;

    /// <summary>Asserts or deasserts the function's interrupt pin, as far as the command register and MSI let it.</summary>
    public void SetInterrupt(bool isRequested)
    {
        _interruptIsRequested = isRequested;
        UpdatePin();
    }

    /// <summary>Sends the message of an interrupt: a DMA write of four bytes.</summary>
    internal void SendMessage(ulong address, uint data)
    {
        Span<byte> message = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(message, data);
        _ = WriteMemory(address, message);
    }

    /// <inheritdoc/>
    protected sealed override void OnRealize()
    {
        var bus = FindBus();
        if (IsHotPlugged && !bus.Host.AllowsHotPlug)
            throw new PropertyException($"Bus '{bus.Name}' does not support hotplugging");

        var address = ParseAddress();
        _configuration = new PciConfigurationSpace(ConfigurationSize);
        _bus = bus;
        if (IsMultifunction)
            Configuration.SetByte(PciRegister.HeaderType, 0x80);

        DeviceFunction = bus.Add(this, address, IsMultifunction);
        OnRealizeFunction();

        Configuration.SetResetState();
    }

    /// <inheritdoc/>
    protected override void OnReset()
    {
        _interruptIsRequested = false;
        Configuration.Reset();
        Msi?.Reset();
        Msix?.Reset();
        UpdateMappings();
        UpdatePin();
    }

    /// <inheritdoc/>
    protected override void OnUnrealize()
    {
        if (_configuration is null)
            return;

        SetInterrupt(false);
        foreach (var bar in _bars)
            bar.Unmap();

        _bus?.Remove(this);
        _bus?.Host.OnRemoved(this);
    }

    /// <summary>Fills in the configuration space and adds base address registers and capabilities.</summary>
    /// <exception cref="PropertyException">A property does not fit.</exception>
    protected abstract void OnRealizeFunction();

    /// <summary>Software reads the configuration space.</summary>
    /// <param name="offset">The first byte.</param>
    /// <param name="width">1, 2 or 4 bytes.</param>
    /// <param name="value">What <see cref="Configuration"/> holds.</param>
    /// <returns>What software gets.</returns>
    protected virtual uint OnConfigurationRead(int offset, int width, uint value) => value;

    /// <summary>Software has written to the configuration space.</summary>
    /// <param name="offset">The first byte.</param>
    /// <param name="width">1, 2 or 4 bytes.</param>
    /// <param name="value">What it wrote, whether it may write it or not.</param>
    protected virtual void OnConfigurationWritten(int offset, int width, uint value)
    {
    }

    /// <summary>Firmware has set messages for software, without writing to the configuration space.</summary>
    protected internal virtual void OnMessagesSet()
    {
    }

    /// <summary>Adds a base address register.</summary>
    /// <param name="index">0 to 5; one of 64 bits takes the next too.</param>
    /// <param name="kind">What it decodes.</param>
    /// <param name="region">What answers; its size is a power of two.</param>
    /// <exception cref="ArgumentException">The registers are taken or do not exist, or the size is none that can be decoded.</exception>
    protected PciBar AddBar(int index, PciBarKind kind, MemoryRegion region)
    {
        var last = PciBar.Is64Bit(kind) ? index + 1 : index;
        if (index < 0 || last >= BarCount || _bars.Any(bar => bar.Index <= last && index <= (bar.Is64 ? bar.Index + 1 : bar.Index)))
            throw new ArgumentException($"{Type.Name}: base address register {index} is taken or does not exist.", nameof(index));

        var bar = new PciBar(this, index, kind, region);
        _bars.Add(bar);
        return bar;
    }

    /// <summary>Adds the MSI capability.</summary>
    /// <param name="vectors">How many vectors it offers: 1, 2, 4, 8, 16 or 32.</param>
    /// <param name="offset">Where it lies; 0: the first free place.</param>
    /// <param name="is64Bit">Whether messages go to 64-bit addresses.</param>
    /// <param name="isMaskable">Whether software can mask single vectors.</param>
    protected MsiCapability AddMsi(int vectors, int offset = 0, bool is64Bit = true, bool isMaskable = false) =>
        Msi = MsiCapability.Add(this, vectors, offset, is64Bit, isMaskable);

    /// <summary>Adds the MSI-X capability. The table is in a base address register that the caller adds.</summary>
    /// <param name="vectors">Entries of the table, 1 to 2048.</param>
    /// <param name="offset">Where the capability lies; 0: the first free place.</param>
    /// <param name="tableBar">The register behind which the table is.</param>
    /// <param name="tableOffset">Where behind it.</param>
    /// <param name="pendingBar">The register behind which the pending bits are.</param>
    /// <param name="pendingOffset">Where behind it.</param>
    protected MsixCapability AddMsix(int vectors, int offset, int tableBar, uint tableOffset, int pendingBar, uint pendingOffset) =>
        Msix = MsixCapability.Add(this, vectors, offset, tableBar, tableOffset, pendingBar, pendingOffset);

    /// <summary>Takes the MSI and MSI-X capabilities from what the configuration space already holds.</summary>
    protected void FindMessageCapabilities()
    {
        Msi = MsiCapability.Find(this);
        Msix = MsixCapability.Find(this);
    }

    /// <summary>Base address registers and windows follow the configuration space.</summary>
    private protected virtual void UpdateMappings()
    {
        foreach (var bar in _bars)
            bar.Update();
    }

    private void UpdatePin()
    {
        var status = Configuration.GetUInt16(PciRegister.Status);
        Configuration.SetUInt16(
            PciRegister.Status,
            (ushort)(_interruptIsRequested ? status | PciRegister.StatusInterrupt : status & ~PciRegister.StatusInterrupt));

        var pin = Configuration.GetByte(PciRegister.InterruptPin);
        var isDisabled = (Configuration.GetUInt16(PciRegister.Command) & PciRegister.CommandInterruptDisable) != 0;
        var isAsserted = _interruptIsRequested && pin is >= 1 and <= 4 && !isDisabled
            && Msi is not { IsEnabled: true } && Msix is not { IsEnabled: true };
        if (isAsserted == _pinIsAsserted)
            return;

        _pinIsAsserted = isAsserted;
        Bus.ChangeInterrupt(Slot, pin - 1, isAsserted);
    }

    private PciBus FindBus()
    {
        if (BusName.Length == 0)
        {
            return Machine.Buses.OfType<PciBus>().FirstOrDefault()
                ?? throw new PropertyException($"{Type.Name}: {Machine.Version.Name} has no PCI bus; add a host bridge.");
        }

        return Machine.FindBus(BusName) switch
        {
            PciBus bus => bus,
            { } other => throw new PropertyException($"{Properties.BusName}: '{BusName}' is a {other.TypeName} bus; {Type.Name} needs a PCI bus."),
            null => throw new PropertyException(
                $"{Properties.BusName}: there is no bus '{BusName}'.{Text.NearestName.Suggest(BusName, Machine.Buses.Select(bus => bus.Name))}"),
        };
    }

    private byte? ParseAddress()
    {
        if (Address.Length == 0)
            return null;

        var parts = Address.Split('.');
        var function = 0;
        if (parts.Length > 2 || !TryParseHexadecimal(parts[0], PciBus.Slots, out var slot)
            || (parts.Length == 2 && !TryParseHexadecimal(parts[1], PciBus.FunctionsPerSlot, out function)))
        {
            throw new PropertyException(
                $"{Properties.Address}: '{Address}' is no address on a PCI bus; allowed: device 0 to 1f, or device.function such as 4.0, both"
                + " hexadecimal.");
        }

        return (byte)((slot * PciBus.FunctionsPerSlot) + function);
    }

    private static bool TryParseHexadecimal(string text, int limit, out int number)
    {
        var digits = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? text.AsSpan(2) : text;
        return int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number)
            && number >= 0 && number < limit;
    }
}
