// <snippet add-machine-version>
using Hv.Runtime.Declarations;

namespace Toy.Versions;

/// <summary>The first version: half as many sensors.</summary>
[MachineVersion("toy", 1, 0)]
[Compat<SensorRow>(nameof(SensorRow.Count), 2)]
public sealed partial class Toy_1_0 : ToyMachine;
// </snippet>
