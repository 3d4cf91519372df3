using Hv.Runtime.Machines;
using Hv.Runtime.Objects;
using Hv.Runtime.Pci;

namespace Hv.Runtime.Tests.Pci;

/// <summary>A machine with one PCI bus, and functions on it.</summary>
internal sealed class PciMachine : Machine
{
    private static readonly ObjectType Description = new("pci-machine", "", parent: null, create: null, properties: []);

    public override ObjectType Type => Description;

    public override MachineVersion Version { get; } = new("pci-1.0", 1, 0, "", "", true, CompatTable.Empty, static () => new PciMachine());

    public PciTestHost Host => Devices.OfType<PciTestHost>().Single();

    /// <summary>Exceptions that escaped from handlers: none, in all tests.</summary>
    public List<Exception> Failures { get; } = [];

    /// <summary>Makes a machine with a host bridge and what the test adds, and realizes it.</summary>
    public static PciMachine Create(Action<PciMachine> configure, bool hasExtendedConfigurationSpace = true)
    {
        var machine = new PciMachine { Options = new MachineOptions { RamSize = 1 << 20 } };
        machine.HandlerFailed += machine.Failures.Add;
        machine.CreateDevice<PciTestHost>().HasExtendedConfigurationSpace = hasExtendedConfigurationSpace;
        configure(machine);
        machine.Realize();
        return machine;
    }

    /// <summary>Adds a function that the test describes.</summary>
    public PciTestFunction Add(string address, Action<PciTestFunction>? describe = null, string bus = "pci.0", bool isMultifunction = false)
    {
        // What the test describes is needed when the function is realized: of a machine that runs, at once.
        PciTestFunction.Next = describe;
        return CreateDevice<PciTestFunction>(
            properties: [("addr", address), ("bus", bus), ("multifunction", isMultifunction ? "on" : "off")]);
    }

    /// <summary>Adds a bridge; its bus has the bridge's id.</summary>
    public PciTestBridge AddBridge(string id, string address, string bus = "pci.0") =>
        CreateDevice<PciTestBridge>(id, [("addr", address), ("bus", bus)]);
}
