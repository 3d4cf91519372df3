using Microsoft.CodeAnalysis;

namespace Hv.Generators.Devices;

/// <summary>What declarations of devices and machine families say, in this assembly or in a referenced one.</summary>
internal static class DeviceSymbols
{
    /// <summary>Whether the class declares a device or a machine family.</summary>
    public static bool IsDeclaration(INamedTypeSymbol type) =>
        type.FindAttribute(AttributeNames.Device) is not null || type.FindAttribute(AttributeNames.MachineFamily) is not null;

    /// <summary>
    /// Whether objects of the class can be made but lack a member that a declaration would give them: neither the class nor a base
    /// of it is declared (one that is declared wrongly, or as something else, has its own diagnostic), and none overrides the
    /// member by hand.
    /// </summary>
    /// <param name="type">The class.</param>
    /// <param name="baseType">The class of the runtime that it derives from to be such an object.</param>
    /// <param name="attributeName">The attribute that declares it.</param>
    /// <param name="member">The property that throws unless it is overridden.</param>
    public static bool IsUndeclared(INamedTypeSymbol type, string baseType, string attributeName, string member) =>
        type is { TypeKind: TypeKind.Class, IsAbstract: false, IsStatic: false, BaseType.SpecialType: not SpecialType.System_Object }
        && type.DerivesFrom(baseType)
        && !IsDeclaration(type)
        && type.FindAttribute(AttributeNames.MachineVersion) is null
        && type.FindInheritedAttribute(attributeName) is null
        && !type.SelfAndBases().Any(candidate => candidate.GetMembers(member).Any(found => found is IPropertySymbol { IsOverride: true }));

    /// <summary>
    /// The name of the object type that a class declares (a device's name, or a machine's type name), or <see langword="null"/>
    /// when the class itself declares none.
    /// </summary>
    public static string? ObjectTypeName(INamedTypeSymbol type)
    {
        if (type.FindAttribute(AttributeNames.Device) is { } device)
            return device.PositionalValue<string>(0);

        return type.FindAttribute(AttributeNames.MachineFamily) is { } family && family.PositionalValue<string>(0) is { } name
            ? family.NamedValue<string>("TypeName") ?? name + "-machine"
            : null;
    }

    /// <summary>The declared thing for a message: <c>device 'nvme'</c>, <c>machine 'spapr-machine'</c>.</summary>
    public static string Describe(INamedTypeSymbol type) =>
        ObjectTypeName(type) is { } name
            ? type.FindAttribute(AttributeNames.Device) is null ? $"machine '{name}'" : $"device '{name}'"
            : $"class '{type.Name}'";

    /// <summary>The nearest base class that declares a device of its own.</summary>
    public static INamedTypeSymbol? ParentDevice(INamedTypeSymbol type) =>
        type.SelfAndBases().Skip(1).FirstOrDefault(candidate => candidate.FindAttribute(AttributeNames.Device) is not null);

    /// <summary>The properties that the class itself declares, in the order of their declaration.</summary>
    public static IEnumerable<IPropertySymbol> DeclaredProperties(INamedTypeSymbol type) =>
        type.GetMembers().OfType<IPropertySymbol>().Where(property => property.FindAttribute(AttributeNames.Property) is not null);

    /// <summary>The declared property of this C# name, of the class or the nearest of its bases that has one.</summary>
    public static IPropertySymbol? FindProperty(INamedTypeSymbol type, string memberName) =>
        AllProperties(type).FirstOrDefault(property => property.Name == memberName);

    /// <summary>The declared properties of the class and its bases, its own first.</summary>
    public static IEnumerable<IPropertySymbol> AllProperties(INamedTypeSymbol type) =>
        type.SelfAndBases().SelectMany(DeclaredProperties);

    /// <summary>Whether any code of the declaring assembly can name the type.</summary>
    public static bool IsVisibleInAssembly(INamedTypeSymbol type)
    {
        for (var current = type; current is not null; current = current.ContainingType)
        {
            if (current.IsFileLocal || !IsAssemblyWide(current.DeclaredAccessibility))
                return false;
        }

        return true;
    }

    /// <summary>Whether any code of the declaring assembly may use something of this accessibility.</summary>
    public static bool IsAssemblyWide(Accessibility accessibility) =>
        accessibility is Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal;
}
