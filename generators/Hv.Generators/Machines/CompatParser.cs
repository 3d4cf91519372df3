using Hv.Generators.Devices;
using Microsoft.CodeAnalysis;

namespace Hv.Generators.Machines;

/// <summary>Reads the [Compat] attributes of a version.</summary>
internal static class CompatParser
{
    /// <summary>
    /// The entries that are right in themselves: type, property and value. What is wrong with the others goes to
    /// <paramref name="report"/>, except what the compiler says already.
    /// </summary>
    public static IEnumerable<CompatEntry> Entries(VersionDeclaration version, Action<Diagnostic>? report, CancellationToken cancellation)
    {
        foreach (var attribute in version.Type.FindAttributes(AttributeNames.Compat))
        {
            cancellation.ThrowIfCancellationRequested();
            if (attribute.AttributeClass?.TypeArguments.FirstOrDefault() is not INamedTypeSymbol target
                || !target.DerivesFrom(AttributeNames.HvObjectType)
                || !attribute.IsReadable())
            {
                continue;
            }

            if (!IsTarget(version, target))
            {
                report?.Invoke(WrongTarget(version, attribute, target, cancellation));
                continue;
            }

            var name = attribute.PositionalValue<string>(0) ?? "";
            if (DeviceSymbols.FindProperty(target, name) is not { } property)
            {
                report?.Invoke(UnknownProperty(version, attribute, target, name, cancellation));
                continue;
            }

            // Where nothing is generated for the target or the property its declaration is wrong, and its own analyzer says so.
            if (PropertyShape.From(property) is not { } shape
                || !DeviceParser.IsGenerated(target, cancellation)
                || !IsGenerated(property, version, cancellation))
            {
                continue;
            }

            var value = PropertyValue.Convert(shape, attribute.ConstructorArguments[1]);
            if (value.Fit == PropertyFit.Fits)
            {
                yield return new CompatEntry(version, attribute, target, shape, value);
            }
            else if (value.Fit != PropertyFit.Absent)
            {
                report?.Invoke(Diagnostic.Create(
                    value.Fit == PropertyFit.OutOfRange ? MachineDescriptors.ValueOutOfRange : MachineDescriptors.WrongValue,
                    attribute.ArgumentLocation(1, version.Type, cancellation),
                    target.Name, name, value.Text, value.Problem));
            }
        }
    }

    private static bool IsGenerated(IPropertySymbol property, VersionDeclaration version, CancellationToken cancellation) =>
        !SymbolEqualityComparer.Default.Equals(property.ContainingAssembly, version.Type.ContainingAssembly)
        || (DeviceParser.IsGenerated(property.ContainingType, cancellation)
            && DeviceParser.GeneratedProperties(property.ContainingType).Contains(property, SymbolEqualityComparer.Default));

    private static bool IsTarget(VersionDeclaration version, INamedTypeSymbol target) =>
        target.FindAttribute(AttributeNames.Device) is not null
        || (version.Family is { } family
            ? SymbolEqualityComparer.Default.Equals(target, family.Type)
            : target.FindAttribute(AttributeNames.MachineFamily) is not null);

    private static Diagnostic WrongTarget(
        VersionDeclaration version, AttributeData attribute, INamedTypeSymbol target, CancellationToken cancellation)
    {
        var isMachine = target.DerivesFrom(AttributeNames.MachineType);
        var foreign = FamilyDeclaration.NearestOf(target) is { } family && family.Name != version.FamilyName ? family : null;
        var meant = isMachine && foreign is null ? version.Family?.Type.Name : null;
        var hint = foreign is not null
            ? $"; it is a machine of family '{foreign.Name}'"
            : meant is not null
                ? $"; write '{meant}'"
                : target.DerivesFrom(AttributeNames.DeviceType) ? "; it has no [Device]" : "";
        return Diagnostic.Create(
            MachineDescriptors.WrongTarget, CompatEntry.TargetLocation(attribute, version.Type, cancellation), MachineDescriptors.Fix(meant),
            target.Name, version.FamilyName, hint);
    }

    private static Diagnostic UnknownProperty(
        VersionDeclaration version, AttributeData attribute, INamedTypeSymbol target, string name, CancellationToken cancellation)
    {
        var properties = DeviceSymbols.AllProperties(target).ToList();
        var named = properties.FirstOrDefault(property => property.FindAttribute(AttributeNames.Property)!.PositionalValue<string>(0) == name);
        var meant = named?.Name ?? NearestName.Find(name, properties.Select(property => property.Name));
        var hint = named is not null
            ? $": that is the name users write; write nameof({target.Name}.{meant})"
            : target.SelfAndBases().SelectMany(type => type.GetMembers(name)).OfType<IPropertySymbol>().Any()
                ? " that users and compat entries can set: it has no [Property]"
                : meant is not null ? $". Did you mean '{meant}'?" : "";
        return Diagnostic.Create(
            MachineDescriptors.UnknownProperty, attribute.ArgumentLocation(0, version.Type, cancellation), MachineDescriptors.Fix(meant),
            target.Name, name, hint);
    }
}
