using Hv.Runtime.Declarations;
using Hv.Runtime.Memory;
using Hv.Runtime.Migration;
using Hv.Runtime.Objects;

namespace Hv.Runtime.Pci;

/// <summary>A PCI bus: up to 32 devices of up to 8 functions, and the memory and I/O addresses they answer at.</summary>
[VmState("PCIBUS")]
public sealed partial class PciBus : Bus
{
    /// <summary>Devices on a bus.</summary>
    public const int Slots = 32;

    /// <summary>Functions of a device.</summary>
    public const int FunctionsPerSlot = 8;

    private const int Pins = 4;

    [HostOnly("parts of the machine")]
    private readonly PciFunction?[] _functions = new PciFunction?[Slots * FunctionsPerSlot];

    private readonly PciBridge? _bridge;

    /// <summary>The pins that are counted here: those of a root bus; one behind a bridge passes on what it gets.</summary>
    [Migrated(Name = "nirq", MustMatch = true)]
    [GuestVisible("interrupt-map of the host bridge's node")]
    private int CountedPins => _bridge is null ? Pins : 0;

    /// <summary>How many functions assert each pin.</summary>
    [Migrated(Name = "irq_count", Count = nameof(CountedPins), Limit = Pins)]
    private readonly int[] _asserted = new int[Pins];

    /// <summary>Makes the root bus of a host bridge.</summary>
    public PciBus(string name, IPciHost host)
        : base(name, "PCI", host.Device) => Host = host;

    /// <summary>Makes the secondary bus of a bridge.</summary>
    internal PciBus(string name, PciBridge bridge)
        : base(name, "PCI", bridge)
    {
        _bridge = bridge;
        Host = bridge.Bus.Host;
    }

    /// <summary>The host bridge at the root.</summary>
    public IPciHost Host { get; }

    /// <summary>The bridge whose secondary bus this is, or <see langword="null"/> for a root bus.</summary>
    public PciBridge? Bridge => _bridge;

    /// <summary>The bus number: 0 for the root, else what the bridge's register says.</summary>
    public byte Number => _bridge?.Configuration.GetByte(PciRegister.SecondaryBus) ?? 0;

    /// <summary>What answers memory accesses on this bus.</summary>
    public AddressSpace Memory { get; } = new("pci-memory");

    /// <summary>What answers I/O accesses on this bus.</summary>
    public AddressSpace Io { get; } = new("pci-io");

    /// <summary>The functions, by address.</summary>
    public IEnumerable<PciFunction> Functions => _functions.OfType<PciFunction>();

    /// <summary>The functions of this bus and of all buses behind its bridges, parents first.</summary>
    public IEnumerable<PciFunction> AllFunctions =>
        Functions.SelectMany(function => function is PciBridge bridge ? bridge.SecondaryBus.AllFunctions.Prepend(function) : [function]);

    /// <inheritdoc/>
    public override IEnumerable<Device> Devices => Functions;

    /// <summary>The function at an address on this bus, or <see langword="null"/>.</summary>
    /// <param name="deviceFunction">Device number times 8 plus function number.</param>
    public PciFunction? this[byte deviceFunction] => _functions[deviceFunction];

    /// <summary>The function of a bus number and address, here or behind a bridge, or <see langword="null"/>.</summary>
    public PciFunction? Find(byte bus, byte deviceFunction)
    {
        if (bus == Number)
            return this[deviceFunction];

        foreach (var bridge in _functions.OfType<PciBridge>())
        {
            if (bridge.Forwards(bus) && bridge.SecondaryBus.Find(bus, deviceFunction) is { } function)
                return function;
        }

        return null;
    }

    /// <summary>
    /// Gives the bridges below this bus their numbers, depth first, and opens no window yet: what firmware does first.
    /// </summary>
    public void Enumerate()
    {
        var last = Number;
        Enumerate(ref last);
    }

    /// <summary>Resets the functions of this bus and of all buses behind its bridges.</summary>
    internal void Reset()
    {
        foreach (var function in AllFunctions)
            function.Reset();
    }

    /// <summary>Puts a function at its address.</summary>
    /// <exception cref="PropertyException">The address is taken, or none is free.</exception>
    internal byte Add(PciFunction function, byte? wanted, bool isMultifunction)
    {
        var address = wanted ?? FirstFreeSlot(function);
        if (_functions[address] is { } other)
        {
            throw new PropertyException(
                $"PCI: slot {address / FunctionsPerSlot} function {address % FunctionsPerSlot} is not available for {function.Type.Name},"
                + $" in use by {other.Type.Name}{(other.Id.Length > 0 ? $" '{other.Id}'" : "")}.");
        }

        var first = address & ~(FunctionsPerSlot - 1);
        if (address != first && _functions[first] is not { IsMultifunction: true })
        {
            throw new PropertyException(
                $"PCI: function {first / FunctionsPerSlot:x}.{address % FunctionsPerSlot} of {function.Type.Name} needs a function 0 with"
                + " multifunction=on.");
        }

        if (address == first && !isMultifunction && !IsFree(first))
            throw new PropertyException($"PCI: slot {first / FunctionsPerSlot} has several functions; function 0 needs multifunction=on.");

        _functions[address] = function;
        return address;
    }

    /// <summary>Takes a function away.</summary>
    internal void Remove(PciFunction function)
    {
        // One whose address was refused was never here; another one may be.
        if (_functions[function.DeviceFunction] == function)
            _functions[function.DeviceFunction] = null;
    }

    /// <summary>One more, or one less, function asserts a pin: passed on to the root, where pins are wired together.</summary>
    internal void ChangeInterrupt(int slot, int pin, bool isAsserted)
    {
        var shared = (slot + pin) % Pins;
        if (_bridge is not null)
        {
            _bridge.Bus.ChangeInterrupt(_bridge.DeviceFunction / FunctionsPerSlot, shared, isAsserted);
            return;
        }

        _asserted[shared] += isAsserted ? 1 : -1;
        Host.SetInterrupt(shared, _asserted[shared] > 0);
    }

    [AfterLoad]
    private void CheckPins()
    {
        for (var pin = 0; pin < CountedPins; pin++)
        {
            if (_asserted[pin] is < 0 or > Slots * FunctionsPerSlot * (byte.MaxValue + 1))
                throw new StateException($"{_asserted[pin]} functions assert pin {pin}: no bus has so many");

            Host.SetInterrupt(pin, _asserted[pin] > 0);
        }
    }

    private void Enumerate(ref byte last)
    {
        foreach (var bridge in _functions.OfType<PciBridge>())
        {
            // A guest of 256 buses has run out of numbers: what is further down stays without.
            if (last == byte.MaxValue)
                return;

            last++;
            bridge.SetNumbers(Number, last, byte.MaxValue);
            bridge.SecondaryBus.Enumerate(ref last);
            bridge.SetNumbers(Number, bridge.SecondaryBus.Number, last);
        }
    }

    /// <summary>Whether a device has no function, given the address of its first.</summary>
    private bool IsFree(int first) => !_functions.Skip(first).Take(FunctionsPerSlot).OfType<PciFunction>().Any();

    private byte FirstFreeSlot(PciFunction function)
    {
        for (var slot = 0; slot < Slots; slot++)
        {
            if (IsFree(slot * FunctionsPerSlot))
                return (byte)(slot * FunctionsPerSlot);
        }

        throw new PropertyException($"PCI: no slot of bus {Name} is free for {function.Type.Name}; all {Slots} are in use.");
    }
}
