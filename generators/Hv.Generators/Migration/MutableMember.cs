using Microsoft.CodeAnalysis;

namespace Hv.Generators.Migration;

/// <summary>A field, or a property with a field behind it, that can hold something else at another time.</summary>
/// <param name="Member">The field or property.</param>
/// <param name="Why">How it can change, as a part of a sentence.</param>
internal readonly record struct MutableMember(ISymbol Member, string Why)
{
    /// <summary>The attributes of which a member that can change has one.</summary>
    public static readonly ImmutableArray<string> Classifications =
        [AttributeNames.Migrated, AttributeNames.Derived, AttributeNames.HostOnly];

    /// <summary>The members of the type itself that can change and that nothing is said of.</summary>
    public static IEnumerable<MutableMember> UnclassifiedOf(INamedTypeSymbol type)
    {
        foreach (var field in type.GetMembers().OfType<IFieldSymbol>())
        {
            if (field.IsStatic || field.IsConst || field.Type.TypeKind is TypeKind.Delegate or TypeKind.Error)
                continue;

            // Behind an event is a delegate; what is behind nothing belongs to the compiler.
            var member = field.AssociatedSymbol ?? field;
            if (member is IEventSymbol || (member.IsImplicitlyDeclared && member is IFieldSymbol) || IsGeneratedCode(member))
                continue;

            if (Reason(field) is { } why && !IsClassified(member) && !IsClassified(field))
                yield return new MutableMember(member, why);
        }
    }

    private static bool IsClassified(ISymbol member) =>
        member.FindAttribute(AttributeNames.Property) is not null
            || Classifications.Any(name => member.FindAttribute(name) is not null);

    private static bool IsGeneratedCode(ISymbol member) =>
        member.Locations.All(place => place.SourceTree?.FilePath.EndsWith(".g.cs", StringComparison.Ordinal) == true);

    private static string? Reason(IFieldSymbol field) => field.Type switch
    {
        _ when !field.IsReadOnly => "can change",
        IArrayTypeSymbol => "is an array, whose elements can change,",
        var type when type.IsNamed(AttributeNames.MachineTimerType) => "is a timer, which can be set,",

        // A device that is named here, mostly the one that this is a part of, is a section of its own.
        INamedTypeSymbol type when StateSymbols.IsState(type) && !type.DerivesFrom(AttributeNames.HvObjectType) =>
            "has state of its own",
        INamedTypeSymbol type when type.SelfAndBases().Any(IsCollection) => "is a collection, which can change,",
        _ => null,
    };

    private static bool IsCollection(INamedTypeSymbol type) =>
        type.ContainingNamespace.FullName() is var space
        && (space == "System.Collections" || space.StartsWith("System.Collections.", StringComparison.Ordinal))
        && space is not ("System.Collections.Immutable" or "System.Collections.Frozen")
        && !IsView(type.Name);

    /// <summary>Whether nothing can be changed through a type of this name: it is for someone else to do so.</summary>
    private static bool IsView(string name) =>
        name.StartsWith("IReadOnly", StringComparison.Ordinal)
        || name.StartsWith("ReadOnly", StringComparison.Ordinal)
        || name.StartsWith("IEnumer", StringComparison.Ordinal)
        || name.EndsWith("Comparer", StringComparison.Ordinal);
}
