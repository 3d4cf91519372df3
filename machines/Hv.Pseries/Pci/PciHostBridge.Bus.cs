using System.Globalization;
using Hv.Pseries.Interrupts;
using Hv.Runtime.Calls;
using Hv.Runtime.Declarations;
using Hv.Runtime.Dma;
using Hv.Runtime.Interrupts;
using Hv.Runtime.Memory;
using Hv.Runtime.Objects;
using Hv.Runtime.Pci;

namespace Hv.Pseries.Pci;

/// <content>The bus behind the bridge, its windows in the guest's address space, and its interrupts.</content>
public sealed partial class PciHostBridge : IPciHost, IDmaWindowOwner, IInterruptPins
{
    private const int Pins = 4;

    [GuestIdentity("/pci@ MSI address")]
    private const ulong MessageAddress = 1UL << 42;

    private const ulong MessageWindowSize = 0x1000;

    // In the order of asking: a stream that is loaded and saved again is the same.
    [Derived(nameof(_messageRecords))]
    private readonly OrderedDictionary<PciConfigAddress, MessageRange> _messages = [];

    [HostOnly("part of the machine")]
    private PciBus? _bus;

    [HostOnly("parts of the machine")]
    private readonly List<InterruptSource> _pins = [];

    [Derived(nameof(Windows))]
    private readonly List<WindowRegion> _mapped = [];

    /// <inheritdoc/>
    public event Action? InterruptEnded;

    /// <summary>The root bus.</summary>
    /// <exception cref="InvalidOperationException">The bridge is not realized.</exception>
    public PciBus Bus => _bus ?? throw NotRealized();

    /// <summary>Where its windows lie.</summary>
    [HostOnly("part of the machine, made of its properties")]
    public PhbWindows Windows { get; private set; } = PhbWindows.None;

    /// <summary>The interrupt sources of the four pins; function pins go to (device + pin) modulo 4.</summary>
    public IReadOnlyList<InterruptSource> PinSources => _pins;

    /// <summary>The messages of the functions, by the config_addr with which the guest asked for them.</summary>
    public IReadOnlyDictionary<PciConfigAddress, MessageRange> Messages => _messages;

    /// <inheritdoc/>
    public override IEnumerable<Bus> ChildBuses => _bus is null ? [] : [_bus];

    Device IPciHost.Device => this;

    string IPciHost.RootPath => RootPath;

    /// <summary>The path of the root bus, as migration streams name it before a function's address.</summary>
    private string RootPath => string.Create(CultureInfo.InvariantCulture, $"pci@{Buid.Value:x}");

    IReadOnlyList<IommuRegion> IDmaWindowOwner.WindowRegions => DmaWindows;

    /// <summary>The pins of the functions, as they come in.</summary>
    IReadOnlyList<InterruptLine> IInterruptPins.Inputs => [.. _pins.Select(pin => pin.Line)];

    /// <summary>The same wires, as they go on to the interrupt controller.</summary>
    IReadOnlyList<InterruptLine> IInterruptPins.Outputs => [.. _pins.Select(pin => pin.Line)];

    bool IPciHost.AllowsHotPlug => DynamicReconfiguration;

    bool IPciHost.HasExtendedConfigurationSpace => ExtendedConfigurationSpace;

    /// <summary>Firmware has always put base address registers at 0 too.</summary>
    bool IPciHost.AllowsAddressZero => true;

    private PseriesMachine Platform => (PseriesMachine)Machine;

    void IPciHost.OnRemoved(PciFunction function)
    {
        foreach (var address in _messages.Where(messages => IsOf(function, messages.Key, messages.Value)).Select(messages => messages.Key).ToList())
            ForgetMessages(address);

        static bool IsOf(PciFunction function, PciConfigAddress address, MessageRange messages) =>
            messages.Function == function
            || (messages.Function is null && address.DeviceFunction == function.DeviceFunction && address.Bus == function.Bus.Number);
    }

    private void OnPinEnded() => InterruptEnded?.Invoke();

    void IPciHost.SetInterrupt(int pin, bool isAsserted) => _pins[pin].Line.Set(isAsserted);

    /// <summary>Frees the messages that were asked for with a config_addr, and takes the message of MSI from the function.</summary>
    /// <returns><see langword="false"/> when there are none.</returns>
    internal bool FreeMessages(PciConfigAddress address, PciFunction function)
    {
        if (!ForgetMessages(address))
            return false;

        // The guest has switched messages off before; an MSI-X table is its own, and what is left in it leads to no source.
        function.Msi?.SetMessage(address: 0, data: 0);
        return true;
    }

    private bool ForgetMessages(PciConfigAddress address)
    {
        if (!_messages.Remove(address, out var range))
            return false;

        Platform.Interrupts.Free(range.First, range.Count);
        return true;
    }

    /// <summary>Gives a function messages in place of those asked for with the same config_addr.</summary>
    /// <returns><see langword="false"/> when no numbers are free; what the function has it keeps.</returns>
    internal bool TryChangeMessages(PciConfigAddress address, PciFunction function, MessageKind kind, uint count)
    {
        var vectors = (uint)(function.Msi?.AllocatedVectors ?? 1);
        if (!Platform.Interrupts.TryClaimMessages(count, kind == MessageKind.Msix, vectors, out var first))
            return false;

        ForgetMessages(address);
        _messages.Add(address, new MessageRange(function, first, count));
        if (kind == MessageKind.Msi)
        {
            function.Msi?.SetMessage(MessageAddress, first);
            return true;
        }

        for (var vector = 0u; vector < count; vector++)
            function.Msix?.SetMessage((int)vector, MessageAddress, first + vector);

        return true;
    }

    /// <summary>Makes the bus and its windows, and claims the sources of the pins.</summary>
    private void RealizeBus(PseriesMachine machine)
    {
        Windows = PhbWindows.Place(this, machine);
        _bus = new PciBus(Id.Length > 0 ? $"{Id}.0" : machine.NextBusName("pci"), this);
        for (var pin = 0; pin < Pins; pin++)
        {
            var source = machine.Interrupts.ClaimPciPin(Index, pin);
            source.Line.Ended += OnPinEnded;
            _pins.Add(source);
        }


        _pinIdentities = [.. _pins.Select(pin => new PinIdentity(pin.Number))];
        Map($"{RootPath}.io-alias", Windows.Io, _bus.Io);
        Map($"{RootPath}.mmio32-alias", Windows.Memory32, _bus.Memory);
        Map($"{RootPath}.mmio64-alias", Windows.Memory64, _bus.Memory);
        Dma.Map(
            new MmioRegion("msi", MessageWindowSize, new MessageDoorbell(machine), machine.Lock, minimumWidth: 4, maximumWidth: 4),
            MessageAddress);
    }

    /// <summary>Gives back what <see cref="RealizeBus"/> took, as far as it came.</summary>
    private void UnrealizeBus()
    {
        foreach (var region in _mapped)
            Machine.AddressSpace.Unmap(region);

        _mapped.Clear();
        ResetMessages();
        foreach (var pin in _pins)
        {
            pin.Line.Ended -= OnPinEnded;
            Platform.Interrupts.Free(pin.Number, 1);
        }

        _pins.Clear();
    }

    private void ResetMessages()
    {
        foreach (var range in _messages.Values)
            Platform.Interrupts.Free(range.First, range.Count);

        _messages.Clear();
    }

    private void Map(string name, PhbWindow window, AddressSpace target)
    {
        if (window.Size == 0)
            return;

        var region = new WindowRegion(name, window.Size, target, window.BusAddress);
        Machine.AddressSpace.Map(region, window.Address, priority: 1);
        _mapped.Add(region);
    }

    /// <summary>Where functions write their messages: what they write is the number of an interrupt source.</summary>
    private sealed class MessageDoorbell(PseriesMachine machine) : IMmioDevice
    {
        public ulong ReadRegister(ulong offset, int width) => 0;

        public void WriteRegister(ulong offset, int width, ulong value) => machine.Interrupts.TakeMessage((uint)value);
    }
}
