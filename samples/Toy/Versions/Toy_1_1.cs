using Hv.Runtime.Declarations;

namespace Toy.Versions;

/// <summary>The newest version: all properties have their own defaults.</summary>
[MachineVersion("toy", 1, 1)]
public sealed partial class Toy_1_1 : ToyMachine;
