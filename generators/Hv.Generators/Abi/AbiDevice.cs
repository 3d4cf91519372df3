using Hv.Generators.Devices;
using Microsoft.CodeAnalysis;

namespace Hv.Generators.Abi;

/// <summary>A type of devices, or a family's machine: what of it is part of the guest ABI.</summary>
/// <param name="ClassName">Its class, with <c>global::</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Parent">The class of the nearest declared type that it derives from, or <see langword="null"/>.</param>
/// <param name="IsMachine">Whether it is a machine.</param>
/// <param name="Properties">The properties that it declares itself.</param>
internal sealed record AbiDevice(string ClassName, string Name, string? Parent, bool IsMachine, EquatableArray<PropertyShape> Properties)
{
    public static AbiDevice From(DeviceModel model) =>
        new(model.TypeName, model.Name, model.Parent, model.IsMachine, model.Properties.Select(property => property.Shape).ToEquatableArray());

    /// <summary>The type as a referenced assembly declares it.</summary>
    public static AbiDevice? FromReference(INamedTypeSymbol type) =>
        // Asking for the base classes is cheap, for the attributes of a whole assembly it is not.
        type.TypeKind == TypeKind.Class
        && type.DerivesFrom(AttributeNames.DeviceType)
        && type.FindAttribute(AttributeNames.Device)?.PositionalValue<string>(0) is { } name
            ? new AbiDevice(
                type.FullName(), name, DeviceSymbols.ParentDevice(type)?.FullName(), IsMachine: false,
                DeviceSymbols.DeclaredProperties(type).Select(PropertyShape.From).OfType<PropertyShape>().ToEquatableArray())
            : null;
}
