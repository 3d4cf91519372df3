using Hv.Devices.Bridges;
using Hv.Devices.Edu;
using Hv.Devices.Nvme;
using Hv.Pseries.Pci;
using Hv.Runtime.Machines;
using Hv.Runtime.Objects;
using Hv.Runtime.Text;

namespace Hv.Conformance.Infrastructure;

/// <summary>A device as both sides are to have it.</summary>
/// <param name="Type">Its type, by the name both sides know.</param>
/// <param name="Properties">Its properties and its id as the command line has them, e.g. <c>bus=pci.0,addr=3</c>.</param>
internal sealed record DeviceSetup(string Type, string Properties)
{
    private static readonly ObjectType[] Types =
    [
        new Edu().Type, new PciToPciBridge().Type, new PciHostBridge().Type, new MessageFunction().Type, new NvmeController().Type,
    ];

    /// <summary>Adds it to Hv's machine.</summary>
    public void AddTo(Machine machine)
    {
        var options = OptionList.Parse(Properties).Items;
        var type = Types.Single(type => type.Name == Type);
        var id = options.FirstOrDefault(option => option.Key == "id").Value ?? "";
        machine.CreateDevice(type, id, [.. options.Where(option => option.Key != "id")]);
    }

    /// <summary>The argument of <c>-device</c>.</summary>
    public override string ToString() => $"{Type},{Properties}";
}
