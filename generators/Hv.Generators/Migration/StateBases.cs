using Microsoft.CodeAnalysis;

namespace Hv.Generators.Migration;

/// <summary>What the base classes of a class say of their state.</summary>
internal static class StateBases
{
    /// <summary>
    /// The nearest base class of a type with state that says nothing of its own, and what to do; <see langword="null"/> when
    /// there is none.
    /// </summary>
    public static (INamedTypeSymbol Base, string Problem)? Problem(INamedTypeSymbol type)
    {
        foreach (var parent in WithoutState(type).Skip(1))
        {
            if (!SymbolEqualityComparer.Default.Equals(parent.ContainingAssembly, type.ContainingAssembly))
                return (parent, "is in another assembly, where its fields cannot be seen, and has neither [VmState] nor [HostOnly(\"why\")]");

            if (MutableMember.UnclassifiedOf(parent).FirstOrDefault() is { Member: { } member, Why: var why })
                return (parent, $"has neither [VmState] nor [HostOnly(\"why\")], and whose '{member.Name}' {why.TrimEnd(',')}");
        }

        return null;
    }

    /// <summary>
    /// The first member of a class without state that can change and that nothing is said of, or the first base class of another
    /// assembly that says nothing; <see langword="null"/> when there is none.
    /// </summary>
    public static ISymbol? FirstMutable(INamedTypeSymbol type)
    {
        foreach (var candidate in WithoutState(type))
        {
            if (!SymbolEqualityComparer.Default.Equals(candidate.ContainingAssembly, type.ContainingAssembly))
                return candidate;

            if (MutableMember.UnclassifiedOf(candidate).FirstOrDefault() is { Member: { } member })
                return member;
        }

        return null;
    }

    /// <summary>
    /// The type and its bases up to the nearest one with state, but those that say that nothing of theirs migrates.
    /// </summary>
    private static IEnumerable<INamedTypeSymbol> WithoutState(INamedTypeSymbol type) =>
        type.SelfAndBases()
            .TakeWhile((candidate, index) => index == 0 || !StateSymbols.IsState(candidate))
            .Where((candidate, index) => index == 0
                || (candidate.SpecialType is not (SpecialType.System_Object or SpecialType.System_ValueType)
                && candidate.FindAttribute(AttributeNames.HostOnly) is null));
}
