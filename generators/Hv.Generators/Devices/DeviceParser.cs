using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Hv.Generators.Devices;

/// <summary>
/// Makes models of <c>[Device]</c> and <c>[MachineFamily]</c> classes. The generator takes the model, the analyzer the reports.
/// </summary>
internal static partial class DeviceParser
{
    private const string MigrationBlockerMember = "MigrationBlocker";

    /// <summary>Makes the model of a class, or <see langword="null"/> when nothing is generated for it.</summary>
    /// <param name="type">A class with one of the attributes.</param>
    /// <param name="report">Takes what is wrong with the declaration; the generator stays quiet.</param>
    /// <param name="cancellation">Ends the work.</param>
    public static DeviceModel? Parse(INamedTypeSymbol type, Action<Diagnostic>? report, CancellationToken cancellation)
    {
        if (report is not null)
            new DeviceCheck(type, report, cancellation).Run();

        if (DeviceSymbols.ObjectTypeName(type) is not { } name || !IsGenerated(type, cancellation))
            return ParseStubs(type, cancellation);

        var isMachine = type.FindAttribute(AttributeNames.Device) is null;
        cancellation.ThrowIfCancellationRequested();
        var attribute = type.FindAttribute(isMachine ? AttributeNames.MachineFamily : AttributeNames.Device)!;
        var properties = GeneratedProperties(type).Where(property => PropertyShape.From(property) is not null).ToList();
        return new DeviceModel(
            type.HintName(isMachine ? "Machine" : "Device"),
            type.ContainingNamespace.FullName(),
            type.PartialHeads(),
            type.FullName(),
            name,
            attribute.NamedValue<string>("Summary") ?? type.FirstSentence(cancellation),
            isMachine ? null : Parent(type, cancellation),
            isMachine,
            CanBeCreated: !isMachine && !type.IsAbstract && HasUsableConstructor(type) && UnsetRequiredMember(type) is null,
            Hides(type, ObjectTypeMember, cancellation),
            Hides(type, PropertiesMember, cancellation),
            properties.Select(property => ParseProperty(type, property, cancellation)).OfType<PropertyModel>().ToEquatableArray(),
            PropertyStub.For(type, properties, cancellation))
        {
            MigrationBlocker = isMachine || type.GetMembers(MigrationBlockerMember).Length > 0
                ? null
                : type.FindAttribute(AttributeNames.NotMigratable)?.PositionalValue<string>(0),
        };
    }

    /// <summary>
    /// Makes the model of a class that becomes no object type but has partial properties, or <see langword="null"/>: a diagnostic
    /// says what is wrong with the class or the properties, and a missing body would stop a build before that.
    /// </summary>
    public static DeviceModel? ParseStubs(INamedTypeSymbol type, CancellationToken cancellation)
    {
        var stubs = PropertyStub.For(type, [], cancellation);
        return stubs.Count > 0
            ? DeviceModel.OfStubs(type.HintName("Stubs"), type.ContainingNamespace.FullName(), type.PartialHeads(), stubs)
            : null;
    }

    /// <summary>The modifiers as C#, without <c>partial</c>.</summary>
    public static IEnumerable<string> Modifiers(SyntaxTokenList modifiers) =>
        modifiers.Where(modifier => !modifier.IsKind(SyntaxKind.PartialKeyword)).Select(modifier => modifier.ValueText);

    /// <summary>An accessor up to its body: <c>private set</c>.</summary>
    public static string Head(AccessorDeclarationSyntax accessor) => string.Join(" ", Modifiers(accessor.Modifiers).Append(accessor.Keyword.ValueText));

    /// <summary>The name of the field behind a property.</summary>
    public static string FieldName(IPropertySymbol property) =>
        "_" + char.ToLowerInvariant(property.Name[0]) + property.Name.Substring(1);

    private static PropertyModel? ParseProperty(INamedTypeSymbol type, IPropertySymbol property, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (PropertyShape.From(property) is not { } shape
            || Syntax(property, cancellation) is not { AccessorList.Accessors: var accessors } syntax)
        {
            return null;
        }

        return new PropertyModel(
            shape,
            property.FirstSentence(cancellation),
            string.Join(" ", Modifiers(syntax.Modifiers).Append("partial")),
            FieldName(property),
            accessors.Where(accessor => accessor.IsKind(SyntaxKind.GetAccessorDeclaration)).Select(Head).First(),
            accessors.Where(accessor => !accessor.IsKind(SyntaxKind.GetAccessorDeclaration)).Select(Head).FirstOrDefault(),
            IsDescribedInternally: type.IsPublic() && !property.Type.IsPublic());
    }

    private static PropertyDeclarationSyntax? Syntax(IPropertySymbol property, CancellationToken cancellation) =>
        property.DeclaringSyntaxReferences
            .Select(reference => reference.GetSyntax(cancellation))
            .OfType<PropertyDeclarationSyntax>()
            .FirstOrDefault();

    private static string? Parent(INamedTypeSymbol type, CancellationToken cancellation) =>
        DeviceSymbols.ParentDevice(type) is { } parent && IsGenerated(parent, cancellation) ? parent.FullName() : null;

    /// <summary>Whether a generated member needs <c>new</c>: a base class has one of this name, written or generated.</summary>
    private static bool Hides(INamedTypeSymbol type, string member, CancellationToken cancellation)
    {
        return type.SelfAndBases().Skip(1).Any(candidate => HasWritten(candidate) || HasGenerated(candidate));

        bool HasWritten(INamedTypeSymbol candidate) =>
            candidate.GetMembers(member).Any(found => found.DeclaredAccessibility switch
            {
                Accessibility.Private => false,
                Accessibility.Internal or Accessibility.ProtectedAndInternal =>
                    SharesInternals(candidate.ContainingAssembly, type.ContainingAssembly),
                _ => true,
            });

        // What the generator adds in this run is not among the members yet.
        bool HasGenerated(INamedTypeSymbol candidate) =>
            DeviceSymbols.ObjectTypeName(candidate) is not null
            && candidate.ContainingAssembly.Equals(type.ContainingAssembly, SymbolEqualityComparer.Default)
            && IsGenerated(candidate, cancellation)
            && (member == ObjectTypeMember || GeneratedProperties(candidate).Any(property => PropertyShape.From(property) is not null));
    }

    private static bool SharesInternals(IAssemblySymbol declaring, IAssemblySymbol other) =>
        declaring.Equals(other, SymbolEqualityComparer.Default) || declaring.GivesAccessTo(other);
}
