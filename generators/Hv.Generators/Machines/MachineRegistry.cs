namespace Hv.Generators.Machines;

/// <summary>A family and the classes of its versions, newest first.</summary>
internal sealed record MachineRegistry(MachineFamilyModel Family, EquatableArray<string> Versions);
