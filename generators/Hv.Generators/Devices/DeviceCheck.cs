using Microsoft.CodeAnalysis;

namespace Hv.Generators.Devices;

/// <summary>Reports what is wrong with a device class, and with the properties of a device or a machine family.</summary>
internal sealed class DeviceCheck(INamedTypeSymbol type, Action<Diagnostic> report, CancellationToken cancellation)
{
    private readonly string _described = DeviceSymbols.Describe(type);

    public void Run()
    {
        // The class of a machine family is checked with the machine versions.
        if (type.FindAttribute(AttributeNames.Device) is { } device)
            CheckDevice(device);

        CheckMemberNames();
        List<IPropertySymbol> names = type.BaseType is { } parent ? [.. DeviceSymbols.AllProperties(parent)] : [];
        foreach (var property in DeviceSymbols.DeclaredProperties(type))
        {
            cancellation.ThrowIfCancellationRequested();
            new PropertyCheck(property, _described, report, cancellation).Run();
            CheckPropertyName(property, names);
            names.Add(property);
        }
    }

    private void CheckDevice(AttributeData device)
    {
        var name = device.PositionalValue<string>(0);
        if (device.ConstructorArguments.FirstOrDefault().Kind != TypedConstantKind.Error
            && (name is null || !DeviceNames.IsName(name, DeviceNames.DeviceMarks)))
        {
            Report(
                DeviceDiagnostics.WrongName, device.ArgumentLocation(0, type, cancellation),
                "Device", name is null ? "null" : $"'{name}'", DeviceNames.Describe(DeviceNames.DeviceMarks));
        }

        if (!type.DerivesFrom(AttributeNames.DeviceType))
        {
            Report(DeviceDiagnostics.NotADevice, type.FirstLocation(), type.Name, name ?? "");
            return;
        }

        if (type.FirstNotPartial(cancellation) is { } notPartial)
            Report(DeviceDiagnostics.DeviceNotPartial, notPartial.FirstLocation(), notPartial.Name, name ?? "");

        if (RegistrationProblem() is { } problem)
            Report(DeviceDiagnostics.CannotBeRegistered, type.FirstLocation(), name ?? "", problem);
    }

    private string? RegistrationProblem()
    {
        if (type.IsGenericInside())
            return "it is generic";

        if (!DeviceSymbols.IsVisibleInAssembly(type))
            return "its class, or a class around it, is neither public nor internal";

        if (type.IsAbstract)
            return null;

        if (!DeviceParser.HasUsableConstructor(type))
            return "it has no public or internal constructor without parameters; add one, or make the class abstract";

        return DeviceParser.UnsetRequiredMember(type) is { } required
            ? $"member '{required.Name}' is required, and the constructor without parameters does not set it"
            : null;
    }

    private void CheckPropertyName(IPropertySymbol property, IEnumerable<IPropertySymbol> others)
    {
        var attribute = property.FindAttribute(AttributeNames.Property)!;
        if (attribute.PositionalValue<string>(0) is not { } name)
            return;

        var other = others.FirstOrDefault(candidate =>
            candidate.FindAttribute(AttributeNames.Property)?.PositionalValue<string>(0) == name);
        if (other is not null)
        {
            Report(
                DeviceDiagnostics.DuplicateProperty, attribute.ArgumentLocation(0, property, cancellation),
                name, _described, $"{other.ContainingType.Name}.{other.Name}");
        }
    }

    private void CheckMemberNames()
    {
        if (!DeviceParser.IsExtensible(type, cancellation))
            return;

        Check(DeviceParser.ObjectTypeMember, "the object type");
        Check(DeviceParser.TypeMember, "the object type's override");
        Check(DeviceParser.PropertiesMember, "the class of property descriptions");
        var fields = new Dictionary<string, IPropertySymbol>();
        foreach (var property in DeviceParser.ShapedProperties(type))
        {
            var field = DeviceParser.FieldName(property);
            if (fields.TryGetValue(field, out var other))
                Clash(property.FirstLocation(), property.Name, $"the field behind '{other.Name}'");
            else
                fields.Add(field, property);

            Check(field, $"the field behind '{property.Name}'");
        }

        void Check(string member, string what)
        {
            foreach (var found in type.WrittenPlaces(member))
                Clash(found, member, what);
        }

        void Clash(Location location, string member, string what) =>
            Report(DeviceDiagnostics.MemberClash, location, type.Name, member, what, _described);
    }

    private void Report(DiagnosticDescriptor descriptor, Location location, params object[] arguments) =>
        report(Diagnostic.Create(descriptor, location, arguments));
}
