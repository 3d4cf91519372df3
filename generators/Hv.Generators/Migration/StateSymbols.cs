using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Hv.Generators.Migration;

/// <summary>What declarations of state say, in this assembly or in a referenced one.</summary>
internal static class StateSymbols
{
    /// <summary>A reader of streams keeps track of so many.</summary>
    public const int MostSubsections = 64;

    /// <summary>Whether the type declares state.</summary>
    public static bool IsState(ITypeSymbol type) => type.FindAttribute(AttributeNames.VmState) is not null;

    /// <summary>The name of the state that a type declares, or <see langword="null"/>.</summary>
    public static string? StateName(ITypeSymbol type) => type.FindAttribute(AttributeNames.VmState)?.PositionalValue<string>(0);

    /// <summary>Whether the type's state is, or will be, generated. Always true of one in a referenced assembly.</summary>
    public static bool IsGenerated(INamedTypeSymbol type, CancellationToken cancellation) =>
        StateName(type) is not null
        && ExtensionProblem(type, cancellation) is null
        && !GeneratedNames(type).Any(generated => type.HasWritten(generated.Name));

    /// <summary>What keeps members from being generated into the type, or <see langword="null"/>.</summary>
    public static string? ExtensionProblem(INamedTypeSymbol type, CancellationToken cancellation)
    {
        if (type.FirstNotPartial(cancellation) is { } notPartial)
            return notPartial.Equals(type, SymbolEqualityComparer.Default) ? "it is not partial"
                : $"'{notPartial.Name}' around it is not partial";

        if (type.ContainingTypesAndSelf().Any(around => around.IsFileLocal))
            return "it is local to its file";

        return type switch
        {
            _ when type.IsGenericInside() => "it is generic",
            { IsStatic: true } => "it is static: state is an object's",
            { IsRefLikeType: true } => "it is a ref struct",
            _ when type.FindAttributes(AttributeNames.Subsection).Count() > MostSubsections =>
                $"it has more than {MostSubsections} subsections",
            _ => null,
        };
    }

    /// <summary>The members that are generated into the type, and what each is.</summary>
    public static IEnumerable<(string Name, string What)> GeneratedNames(INamedTypeSymbol type)
    {
        yield return (StateNames.VmState, "the description of the state");
        yield return (StateNames.StateType, "the description of the state");
        yield return (StateNames.SaveState, "the method that saves the state");
        yield return (StateNames.LoadState, "the method that loads the state");
        yield return (StateNames.Fields, "the class of the fields' descriptions");
        var subsections = type.FindAttributes(AttributeNames.Subsection)
            .Select(subsection => subsection.PositionalValue<string>(0))
            .OfType<string>()
            .ToList();
        if (subsections.Count > 0)
            yield return (StateNames.Subsections, "the class of the subsections' descriptions");

        foreach (var id in SubsectionIds(subsections).Values)
        {
            yield return ("Save" + id, "a method that saves a subsection");
            yield return ("Load" + id, "a method that loads a subsection");
        }
    }

    /// <summary>The names of subsections in C#.</summary>
    public static IReadOnlyDictionary<string, string> SubsectionIds(IEnumerable<string> names)
    {
        // Together with Save and Load before them they are never the names of the methods for the whole.
        var taken = new HashSet<string>(StringComparer.Ordinal) { "State" };
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            if (!ids.ContainsKey(name))
                ids.Add(name, StateNames.Unique(StateNames.PascalCase(name), taken));
        }

        return ids;
    }

    /// <summary>The nearest base class with state that is generated, or <see langword="null"/>.</summary>
    public static INamedTypeSymbol? StateBase(INamedTypeSymbol type, CancellationToken cancellation) =>
        type.SelfAndBases().Skip(1).FirstOrDefault(candidate => IsState(candidate) && IsGenerated(candidate, cancellation));

    /// <summary>The members that are declared as migrated, in the order of the text.</summary>
    public static IReadOnlyList<ISymbol> MigratedMembers(INamedTypeSymbol type) =>
        [.. type.GetMembers().Where(member => IsDeclared(member) && member.FindAttribute(AttributeNames.Migrated) is not null)];

    /// <summary>Fields and properties that a person has written; of a partial property the definition.</summary>
    public static bool IsDeclared(ISymbol member) =>
        member is IFieldSymbol { IsImplicitlyDeclared: false } or IPropertySymbol { PartialDefinitionPart: null };

    /// <summary>The part of the type in which the member stands.</summary>
    public static SyntaxNode? PartOf(ISymbol member, CancellationToken cancellation) =>
        member.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation).FirstAncestorOrSelf<TypeDeclarationSyntax>();

    /// <summary>Whether a value can be stored in the member after its object was made.</summary>
    public static bool CanBeSet(ISymbol member) => member switch
    {
        IFieldSymbol field => !field.IsReadOnly && !field.IsConst,
        IPropertySymbol property => property.SetMethod is { IsInitOnly: false },
        _ => false,
    };

    /// <summary>The type of a field or property.</summary>
    public static ITypeSymbol TypeOf(ISymbol member) =>
        member is IFieldSymbol field ? field.Type : ((IPropertySymbol)member).Type;

    /// <summary>
    /// The fields and readable properties that code in the type can name, its own first, then those of its bases.
    /// </summary>
    public static IEnumerable<ISymbol> ReadableMembers(INamedTypeSymbol type) =>
        type.SelfAndBases().SelectMany(candidate => candidate.GetMembers().Where(member =>
            IsDeclared(member)
            && member.CanBeReferencedByName
            && member is IFieldSymbol or IPropertySymbol { IsIndexer: false, GetMethod: not null }
            && (SymbolEqualityComparer.Default.Equals(candidate, type) || IsInherited(member, type))));

    /// <summary>The keyword of an integer that a stream can have, or <see langword="null"/>.</summary>
    public static string? Integer(ITypeSymbol? type) => type?.SpecialType switch
    {
        SpecialType.System_Byte => "byte",
        SpecialType.System_SByte => "sbyte",
        SpecialType.System_UInt16 => "ushort",
        SpecialType.System_Int16 => "short",
        SpecialType.System_UInt32 => "uint",
        SpecialType.System_Int32 => "int",
        SpecialType.System_UInt64 => "ulong",
        SpecialType.System_Int64 => "long",
        _ => null,
    };

    /// <summary>Whether the type, or what its state consists of, has a state of <paramref name="other"/> in it.</summary>
    public static bool Reaches(ITypeSymbol type, INamedTypeSymbol other) =>
        Reaches(type, other, new HashSet<ISymbol>(SymbolEqualityComparer.Default));

    /// <summary>The type of the elements of an array or list, or the type itself.</summary>
    public static ITypeSymbol ElementType(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => array.ElementType,
        INamedTypeSymbol list when IsList(list) => list.TypeArguments[0],
        _ => type,
    };

    /// <summary>Whether the type is <see cref="List{T}"/>.</summary>
    public static bool IsList(ITypeSymbol type) => type.OriginalDefinition.IsNamed("System.Collections.Generic.List`1");

    private static bool Reaches(ITypeSymbol type, INamedTypeSymbol other, HashSet<ISymbol> visited)
    {
        if (SymbolEqualityComparer.Default.Equals(type, other))
            return true;

        return visited.Add(type)
            && type is INamedTypeSymbol named
            && named.SelfAndBases().Where(IsState).Any(state =>
                SymbolEqualityComparer.Default.Equals(state, other)
                || MigratedMembers(state).Any(member => Reaches(ElementType(TypeOf(member)), other, visited)));
    }

    private static bool IsInherited(ISymbol member, INamedTypeSymbol type) => member.DeclaredAccessibility switch
    {
        Accessibility.Private => false,
        Accessibility.Internal or Accessibility.ProtectedAndInternal =>
            SymbolEqualityComparer.Default.Equals(member.ContainingAssembly, type.ContainingAssembly)
            || member.ContainingAssembly.GivesAccessTo(type.ContainingAssembly),
        _ => true,
    };
}
