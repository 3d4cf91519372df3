using Microsoft.CodeAnalysis;

namespace Hv.Generators.Devices;

/// <summary>The rules that decide what is generated; where one is broken the check reports it.</summary>
internal static partial class DeviceParser
{
    public const string ObjectTypeMember = "ObjectType";
    public const string PropertiesMember = "Properties";
    public const string TypeMember = "Type";

    /// <summary>
    /// Whether the class is completed by the generator. Always true of one in a referenced assembly. One that has a member of a
    /// generated name is left out: having it twice would stop a build before the analyzers say what is wrong.
    /// </summary>
    public static bool IsGenerated(INamedTypeSymbol type, CancellationToken cancellation) =>
        IsExtensible(type, cancellation)
        && !type.HasWritten(ObjectTypeMember)
        && !type.HasWritten(TypeMember)
        && !type.HasWritten(PropertiesMember);

    /// <summary>Whether members can be generated into the class at all. Always true of one in a referenced assembly.</summary>
    public static bool IsExtensible(INamedTypeSymbol type, CancellationToken cancellation) =>
        type.DerivesFrom(type.FindAttribute(AttributeNames.Device) is null ? AttributeNames.MachineType : AttributeNames.DeviceType)
        && !type.IsGenericInside()
        && DeviceSymbols.IsVisibleInAssembly(type)
        && type.IsPartial(cancellation);

    /// <summary>The declared properties that are stored and described: right in shape, the name of the field behind them free.</summary>
    public static IEnumerable<IPropertySymbol> GeneratedProperties(INamedTypeSymbol type)
    {
        var fields = new HashSet<string>(StringComparer.Ordinal);
        return ShapedProperties(type).Where(property => fields.Add(FieldName(property)) && !type.HasWritten(FieldName(property)));
    }

    /// <summary>The declared properties whose bodies could be generated, were it not for the names of other members.</summary>
    public static IEnumerable<IPropertySymbol> ShapedProperties(INamedTypeSymbol type) =>
        DeviceSymbols.DeclaredProperties(type).Where(property => property.IsPartialDefinition && ShapeProblem(property) is null);

    /// <summary>What keeps a property from being one of an object's, or <see langword="null"/>.</summary>
    public static string? ShapeProblem(IPropertySymbol property) => property switch
    {
        { IsStatic: true } => "static",
        { IsIndexer: true } => "an indexer",
        { GetMethod: null } => "write-only",
        { RefKind: not RefKind.None } => "a reference",
        _ => null,
    };

    /// <summary>Whether everything in the assembly can call the constructor without parameters.</summary>
    public static bool HasUsableConstructor(INamedTypeSymbol type) => ParameterlessConstructor(type) is not null;

    /// <summary>A required member that the constructor without parameters leaves unset, or <see langword="null"/>.</summary>
    public static ISymbol? UnsetRequiredMember(INamedTypeSymbol type) =>
        ParameterlessConstructor(type)?.FindAttribute("System.Diagnostics.CodeAnalysis.SetsRequiredMembersAttribute") is not null
            ? null
            : type.SelfAndBases()
                .SelectMany(candidate => candidate.GetMembers())
                .FirstOrDefault(member => member is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true });

    private static IMethodSymbol? ParameterlessConstructor(INamedTypeSymbol type) =>
        type.InstanceConstructors.FirstOrDefault(constructor =>
            constructor.Parameters.IsEmpty
            && DeviceSymbols.IsAssemblyWide(constructor.DeclaredAccessibility));
}
