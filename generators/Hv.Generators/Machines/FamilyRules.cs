using Microsoft.CodeAnalysis;

namespace Hv.Generators.Machines;

/// <summary>What a family's class must be.</summary>
internal static class FamilyRules
{
    public static void Check(MachineIndex index, FamilyDeclaration family, Action<Diagnostic> report, CancellationToken cancellation)
    {
        if (MachineParser.FamilyDefect(family, cancellation) is { } defect)
            Report(family.Type.FirstLocation(), $"'{family.Type.Name}' cannot be the class of machine family '{family.Name}': {defect}");

        if (!MachineParser.IsName(family.Name))
            Report(NameLocation(), $"'{family.Name}' is no name of a machine family: {MachineParser.NameRule}");

        var first = index.Families.First(other => other.Name == family.Name);
        if (!SymbolEqualityComparer.Default.Equals(first.Type, family.Type))
            Report(NameLocation(), $"Machine family '{family.Name}' is already declared by '{first.Type.Name}'");

        Location NameLocation() => family.Attribute.ArgumentLocation(0, family.Type, cancellation);

        void Report(Location location, string message) =>
            report(Diagnostic.Create(MachineDescriptors.WrongFamilyDeclaration, location, message));
    }
}
