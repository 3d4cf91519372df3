using Microsoft.CodeAnalysis;

namespace Hv.Generators.Migration;

/// <summary>Finds the members that declarations of state name, and says when fields are there.</summary>
/// <param name="type">The type with state.</param>
/// <param name="report">Takes what is wrong.</param>
internal sealed class StateReferences(INamedTypeSymbol type, StateReport report)
{
    /// <summary>When a field is there, by the arguments Since, Before and When.</summary>
    public StateCondition Condition(AttributeData attribute, ISymbol member, StateVersions versions)
    {
        var (since, before) = (attribute.NamedValue<int>("Since"), attribute.NamedValue<int>("Before"));
        if (VersionProblem(since, before, versions) is var (argument, problem))
        {
            report.Add(StateDiagnostics.WrongVersions, attribute, argument, member, member.Name, problem);
            (since, before) = (0, 0);
        }

        // Every version that is read has what came with the oldest of them.
        var when = attribute.NamedValue<string>("When") is { } name && Bool(attribute, "When", name, member) is { } found
            ? StateNames.Expression(found) : null;
        return new StateCondition(since <= versions.Minimum ? 0 : since, before, when);
    }

    /// <summary>The bool member that an argument names, or <see langword="null"/>.</summary>
    public ISymbol? Bool(AttributeData attribute, string argument, string name, ISymbol symbol) =>
        Find(attribute, argument, name, symbol, "bool", found =>
            StateSymbols.TypeOf(found).SpecialType == SpecialType.System_Boolean);

    /// <summary>The integer member that an argument names, or <see langword="null"/>.</summary>
    public ISymbol? Integer(AttributeData attribute, string argument, string name, ISymbol symbol) =>
        Find(attribute, argument, name, symbol, "integer", found => StateSymbols.Integer(StateSymbols.TypeOf(found)) is not null);

    /// <summary>Checks the members that a derived one follows from.</summary>
    public void CheckDerived(AttributeData attribute, ISymbol member)
    {
        if (attribute.ConstructorArguments.FirstOrDefault() is not { Kind: TypedConstantKind.Array, IsNull: false } argument)
            return;

        var names = argument.Values;
        if (names.IsEmpty)
            report.Add(StateDiagnostics.WrongReference, attribute, 0, member, "[Derived]", member.Name,
                "names nothing that it follows from");

        for (var index = 0; index < names.Length; index++)
        {
            var position = index;
            if (names[index].Value is string name)
                Find(() => attribute.ArgumentLocation(position, member, report.Cancellation), "[Derived]", name, member, "",
                    static _ => true);
        }
    }

    /// <summary>Checks that the number of an array's elements is read before them.</summary>
    public void CheckOrder(AttributeData attribute, ISymbol array, ISymbol count, StateVersions versions)
    {
        if (count.FindAttribute(AttributeNames.Migrated) is not { } migrated
            || !SymbolEqualityComparer.Default.Equals(count.ContainingType, type))
            return;

        // The fields of the state itself are read before all of its subsections.
        var subsection = migrated.NamedValue<string>("Subsection");
        var isBefore = subsection == versions.Subsection
            ? StateSymbols.MigratedMembers(type)
                .TakeWhile(member => !SymbolEqualityComparer.Default.Equals(member, array))
                .Contains(count, SymbolEqualityComparer.Default)
            : subsection is null;
        if (!isBefore)
        {
            report.Add(
                StateDiagnostics.WrongReference, attribute, "Count", array, "Count", array.Name,
                $"is '{count.Name}', which is not before the array in the stream");
        }
    }

    private static (string Argument, string Problem)? VersionProblem(int since, int before, StateVersions versions)
    {
        if (since < 0 || since > versions.Newest)
            return ("Since", $"comes with version {since} of '{versions.Name}', which has versions 1 to {versions.Newest}; raise that");

        if (before < 0 || before > versions.Newest)
            return ("Before", $"goes with version {before} of '{versions.Name}', which has versions 1 to {versions.Newest}; raise that");

        if (before > 0 && before <= Math.Max(since, 1))
            return ("Before", $"is in no version: it comes with version {Math.Max(since, 1)} and goes with version {before}");

        return before > 0 && before <= versions.Minimum
            ? ("Before", $"is in versions before {before} of '{versions.Name}' alone, and the oldest that is read is {versions.Minimum}; remove it")
            : null;
    }

    private ISymbol? Find(AttributeData attribute, string argument, string name, ISymbol symbol, string wanted,
        Func<ISymbol, bool> fits) =>
        Find(() => attribute.ArgumentLocation(argument, symbol, report.Cancellation), argument, name, symbol, wanted, fits);

    private ISymbol? Find(Func<Location> place, string argument, string name, ISymbol symbol, string wanted,
        Func<ISymbol, bool> fits)
    {
        var named = StateSymbols.ReadableMembers(type).FirstOrDefault(member => member.Name == name);
        if (named is not null && (StateSymbols.TypeOf(named).TypeKind == TypeKind.Error || fits(named)))
            return fits(named) ? named : null;

        var candidates = StateSymbols.ReadableMembers(type)
            .Where(member => !member.Equals(symbol, SymbolEqualityComparer.Default) && fits(member))
            .Select(member => member.Name);
        var near = NearestName.Find(name, candidates);
        var suggestion = near is null ? "" : $"; did you mean '{near}'?";
        report.AddWithFix(
            StateDiagnostics.WrongReference, place, near, argument, symbol.Name,
            (named is null ? $"is '{name}', which is no field or property of '{type.Name}'"
                : $"is '{name}', which is no {wanted}") + suggestion);
        return null;
    }
}
