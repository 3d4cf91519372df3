using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Hv.Generators.Devices;

/// <summary>Reports what is wrong with one property of a device or machine.</summary>
/// <param name="property">A property with <c>[Property]</c>.</param>
/// <param name="owner">The declared thing it belongs to, for messages: <c>device 'x'</c>.</param>
/// <param name="report">Takes what is wrong.</param>
/// <param name="cancellation">Ends the work.</param>
internal sealed class PropertyCheck(IPropertySymbol property, string owner, Action<Diagnostic> report, CancellationToken cancellation)
{
    private static readonly string[] NumberArguments = ["Minimum", "Maximum", "Format"];

    private readonly AttributeData _attribute = property.FindAttribute(AttributeNames.Property)!;

    private string Name => _attribute.PositionalValue<string>(0) ?? property.Name;

    public void Run()
    {
        CheckName();
        if (DeviceParser.ShapeProblem(property) is { } problem)
            Report(DeviceDiagnostics.WrongPropertyShape, property.FirstLocation(), problem);
        else if (!property.IsPartialDefinition)
            Report(DeviceDiagnostics.PropertyNotPartial, property.FirstLocation());

        if (property.Type.TypeKind == TypeKind.Error)
            return;

        if (PropertyType.Of(property.Type) is not { } type)
        {
            Report(
                DeviceDiagnostics.UnsupportedType, TypeLocation(),
                property.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat), PropertyType.Supported);
            return;
        }

        CheckValueNames(type);
        if (type.Kind == PropertyKind.Integer)
            CheckBounds(type);
        else
            CheckNoNumberArguments(type);

        if (PropertyShape.From(property) is { } shape)
            CheckDefault(shape);
    }

    private void CheckName()
    {
        var name = _attribute.PositionalValue<string>(0);
        if (_attribute.ConstructorArguments.FirstOrDefault().Kind != TypedConstantKind.Error
            && (name is null || !DeviceNames.IsName(name, DeviceNames.PropertyMarks)))
        {
            report(Diagnostic.Create(
                DeviceDiagnostics.WrongName, _attribute.ArgumentLocation(0, property, cancellation),
                "Property", name is null ? "null" : $"'{name}'", DeviceNames.Describe(DeviceNames.PropertyMarks)));
        }
    }

    private void CheckValueNames(PropertyType type)
    {
        var byName = new Dictionary<string, EnumValue>(StringComparer.Ordinal);
        foreach (var value in type.Values)
        {
            if (!DeviceNames.IsValueName(value.Name))
                Problem($"users cannot write the name '{value.Name}' of member '{value.Member}'");
            else if (byName.TryGetValue(value.Name, out var other))
                Problem($"members '{other.Member}' and '{value.Member}' are both written '{value.Name}'");
            else
                byName.Add(value.Name, value);
        }

        void Problem(string problem) => Report(DeviceDiagnostics.WrongValueNames, TypeLocation(), type.DisplayName, problem);
    }

    private void CheckBounds(PropertyType type)
    {
        var minimum = Bound("Minimum");
        var maximum = Bound("Maximum");
        if (minimum > maximum)
        {
            Report(
                DeviceDiagnostics.WrongBounds, Argument("Minimum"),
                $"minimum {PropertyValue.TextOf(_attribute.Named("Minimum"))}",
                $"which is above its maximum {PropertyValue.TextOf(_attribute.Named("Maximum"))}");
        }

        decimal? Bound(string argument)
        {
            var constant = _attribute.Named(argument);
            var number = PropertyValue.ToInteger(type, constant);
            if (number is null && constant.Kind != TypedConstantKind.Error)
            {
                Report(
                    DeviceDiagnostics.WrongBounds, Argument(argument),
                    $"{argument.ToLowerInvariant()} {PropertyValue.TextOf(constant)}", $"which is not {type.Describe()}");
            }

            return number;
        }
    }

    private void CheckNoNumberArguments(PropertyType type)
    {
        var kind = type.Kind == PropertyKind.Enumeration ? "an enum" : $"a {type.Name}";
        foreach (var argument in NumberArguments.Where(argument => _attribute.Named(argument).Kind != TypedConstantKind.Error))
            Report(DeviceDiagnostics.MeaninglessArgument, Argument(argument), kind, argument);
    }

    private void CheckDefault(PropertyShape shape)
    {
        var constant = _attribute.Named("Default");
        var isGiven = _attribute.NamedArguments.Any(argument => argument.Key == "Default");
        var value = isGiven ? PropertyValue.Convert(shape, constant) : PropertyValue.Zero(shape);
        if (value.Fit == PropertyFit.NotConvertible)
            Report(DeviceDiagnostics.DefaultNotConvertible, Argument("Default"), value.Text, value.Problem);
        else if (value.Fit == PropertyFit.OutOfRange)
            Report(DeviceDiagnostics.DefaultOutOfRange, Argument("Default"), Shown(), value.Problem);

        string Shown() => isGiven ? $"default {value.Text}" : "no default and so 0";
    }

    private Location Argument(string name) => _attribute.ArgumentLocation(name, property, cancellation);

    private Location TypeLocation() =>
        property.DeclaringSyntaxReferences
            .Select(reference => reference.GetSyntax(cancellation))
            .OfType<BasePropertyDeclarationSyntax>()
            .FirstOrDefault()?.Type.GetLocation()
        ?? property.FirstLocation();

    private void Report(DiagnosticDescriptor descriptor, Location location, params object[] arguments) =>
        report(Diagnostic.Create(descriptor, location, [Name, owner, .. arguments]));
}
