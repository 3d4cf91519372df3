namespace Hv.Generators.Machines;

/// <summary>All that the output needs of a class with [MachineFamily].</summary>
/// <param name="Name">The family's name.</param>
/// <param name="Summary">One line of help.</param>
/// <param name="ClassName">The class, with <c>global::</c>.</param>
/// <param name="Namespace">The class' namespace.</param>
/// <param name="Heads">The partial declarations around a member of the class.</param>
/// <param name="HintName">The name of the generated file.</param>
internal sealed record MachineFamilyModel(
    string Name, string Summary, string ClassName, string Namespace, EquatableArray<string> Heads, string HintName);
