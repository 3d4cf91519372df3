using Microsoft.CodeAnalysis;

namespace Hv.Generators.Migration;

/// <summary>Makes models of <c>[VmState]</c> types. The generator takes the model, the analyzer the reports.</summary>
/// <param name="type">A type with the attribute.</param>
/// <param name="report">Takes what is wrong with the declaration.</param>
internal sealed class StateParser(INamedTypeSymbol type, StateReport report)
{
    private const string DefaultBaseName = "parent_obj";

    /// <summary>Makes the model of a type, or <see langword="null"/> when nothing is generated for it.</summary>
    /// <param name="type">A type with the attribute.</param>
    /// <param name="cancellation">Ends the work.</param>
    public static StateModel? Parse(INamedTypeSymbol type, CancellationToken cancellation) =>
        StateSymbols.IsGenerated(type, cancellation) ? new StateParser(type, new StateReport(null, cancellation)).Parse() : null;

    /// <summary>Makes the model, whether or not anything is generated.</summary>
    public StateModel? Parse()
    {
        var attribute = type.FindAttribute(AttributeNames.VmState)!;
        if (StateSymbols.StateName(type) is not { } name)
            return null;

        var fields = new StateFieldParser(type, report);
        var parentType = StateSymbols.StateBase(type, report.Cancellation);
        var parent = ParseBase(attribute, parentType, fields);
        var subsections = new StateSubsections(type, name, report);
        var items = new Dictionary<string, List<StateItem>>(StringComparer.Ordinal);
        var own = StateSubsections.Versions(attribute, name, subsection: null);
        foreach (var member in StateSymbols.MigratedMembers(type))
        {
            report.Cancellation.ThrowIfCancellationRequested();
            var migrated = member.FindAttribute(AttributeNames.Migrated)!;
            if (!migrated.IsReadable())
                continue;

            var subsection = migrated.NamedValue<string>("Subsection");
            if ((subsection is null ? own : subsections.Find(migrated, member, subsection)) is not { } versions)
                continue;

            if (!items.TryGetValue(subsection ?? "", out var list))
                items.Add(subsection ?? "", list = []);

            foreach (var item in fields.Parse(member, migrated, versions))
            {
                // QEMU names both the base's state and a part of it after the base, so that a name that is given may be that.
                CheckName(item, member, list, subsection is null && migrated.NamedValue<string>("Name") is null ? parent : null);
                list.Add(item);
            }
        }

        var block = new StateBlock(
            "", name, own.Newest, own.Minimum, Needed: "", Items(""), subsections.Blocks(parent: null, Items).ToEquatableArray());
        return new StateModel(
            type.HintName("State"), type.ContainingNamespace.FullName(), type.PartialHeads(), Modifier(parentType),
            parentType is not null, parent, block,
            new StateHookParser(type, report).Parse());

        EquatableArray<StateItem> Items(string subsection) =>
            items.TryGetValue(subsection, out var list) ? list.ToEquatableArray() : EquatableArray<StateItem>.Empty;
    }

    /// <summary>Checks that no stream has two fields of one name.</summary>
    private void CheckName(StateItem item, ISymbol member, IEnumerable<StateItem> others, StateBase? parent)
    {
        if (item is not FieldItem)
            return;

        var twin = others.FirstOrDefault(other =>
            other is FieldItem && other.Name == item.Name && other.Condition.Overlaps(item.Condition));
        if (twin is not null || parent?.Name == item.Name)
            report.Add(StateDiagnostics.DuplicateField, member, "Field name", item.Name, twin is FieldItem { Member: var other }
                ? $"'{other}'" : "the base class's state");
    }

    private StateBase? ParseBase(AttributeData attribute, INamedTypeSymbol? parent, StateFieldParser fields)
    {
        var name = attribute.NamedValue<string>("BaseName");
        if (parent is not null)
            return name is "" ? null : new StateBase(parent.FullName(), name ?? DefaultBaseName, fields.Id("Base"));

        if (name is not null && !type.SelfAndBases().Skip(1).Any(StateSymbols.IsState))
            report.Add(StateDiagnostics.MeaninglessArgument, attribute, "BaseName", type, "BaseName", type.Name,
                "no base class has state");

        return null;
    }

    private string Modifier(INamedTypeSymbol? parent) =>
        parent is not null ? "override " : type.IsSealed || type.IsValueType ? "" : "virtual ";
}
