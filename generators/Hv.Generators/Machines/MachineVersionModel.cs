namespace Hv.Generators.Machines;

/// <summary>All that the output needs of a class with [MachineVersion].</summary>
/// <param name="FamilyClass">The family's class, with <c>global::</c>.</param>
/// <param name="Id">The version's place among the family's versions.</param>
/// <param name="Name">The name users know.</param>
/// <param name="Summary">One line of help; empty when the class has no documentation.</param>
/// <param name="IsDefault">Whether a user who names no version gets this one.</param>
/// <param name="ClassName">The class, with <c>global::</c>.</param>
/// <param name="Namespace">The class' namespace.</param>
/// <param name="Heads">The partial declarations around a member of the class.</param>
/// <param name="HintName">The name of the generated file.</param>
/// <param name="Rows">The compat rows that the version declares, in their order.</param>
internal sealed record MachineVersionModel(
    string FamilyClass, MachineVersionId Id, string Name, string Summary, bool IsDefault,
    string ClassName, string Namespace, EquatableArray<string> Heads, string HintName, EquatableArray<CompatRowModel> Rows);
