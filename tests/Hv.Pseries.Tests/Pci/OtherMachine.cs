using Hv.Runtime.Machines;
using Hv.Runtime.Objects;

namespace Hv.Pseries.Tests.Pci;

/// <summary>A machine of another family than pseries, that has nothing.</summary>
internal sealed class OtherMachine : Machine
{
    private static readonly ObjectType Description = new("other-machine", "", parent: null, create: null, properties: []);

    public override ObjectType Type => Description;

    public override MachineVersion Version { get; } = new("other-1.0", 1, 0, "", "", true, CompatTable.Empty, static () => new OtherMachine());
}
