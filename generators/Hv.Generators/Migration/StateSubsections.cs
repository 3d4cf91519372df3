using Microsoft.CodeAnalysis;

namespace Hv.Generators.Migration;

/// <summary>The subsections that a type declares.</summary>
internal sealed class StateSubsections
{
    private readonly INamedTypeSymbol _type;
    private readonly StateReport _report;
    private readonly List<Declared> _declared = [];

    /// <summary>Reads the declarations.</summary>
    /// <param name="type">The type.</param>
    /// <param name="state">The name of its state.</param>
    /// <param name="report">Takes what is wrong.</param>
    public StateSubsections(INamedTypeSymbol type, string state, StateReport report)
    {
        (_type, _report) = (type, report);
        var references = new StateReferences(type, report);
        var attributes = type.FindAttributes(AttributeNames.Subsection).Where(attribute => attribute.IsReadable()).ToList();
        var ids = StateSymbols.SubsectionIds(
            attributes.Select(attribute => attribute.PositionalValue<string>(0)).OfType<string>());
        foreach (var attribute in attributes)
        {
            if (attribute.PositionalValue<string>(0) is not { } name)
                continue;

            if (_declared.FirstOrDefault(other => other.Name == name) is { } twin)
            {
                report.Add(StateDiagnostics.DuplicateField, attribute, 0, type, "Subsection name", name, "the one before");
                continue;
            }

            var needed = attribute.NamedValue<string>("Needed") is { Length: > 0 } member
                ? references.Bool(attribute, "Needed", member, type) is { } found ? StateNames.Expression(found) : null
                : MissingNeeded(attribute, name);
            _declared.Add(new Declared(name, ids[name], attribute, attribute.NamedValue<string>("Parent"), needed,
                Versions(attribute, name, name)));
        }

        CheckNames(state);
    }

    /// <summary>The versions that a state or subsection declares; such as there can be, where it declares others.</summary>
    public static StateVersions Versions(AttributeData attribute, string name, string? subsection)
    {
        var newest = Math.Max(0, attribute.Named("Version").Value is int version ? version : 1);
        var minimum = attribute.NamedValue<int>("MinimumVersion");
        return new StateVersions(name, minimum < 1 || minimum > newest ? newest : minimum, newest, subsection);
    }

    /// <summary>
    /// The versions of the subsection that a member belongs to, or <see langword="null"/> when there is none of the name.
    /// </summary>
    public StateVersions? Find(AttributeData migrated, ISymbol member, string name)
    {
        if (_declared.FirstOrDefault(declared => declared.Name == name) is { } found)
            return found.Versions;

        var near = NearestName.Find(name, _declared.Select(declared => declared.Name));
        _report.AddWithFix(
            StateDiagnostics.WrongReference, () => migrated.ArgumentLocation("Subsection", member, _report.Cancellation), near,
            "Subsection", member.Name, $"is '{name}', which '{_type.Name}' does not declare"
                + (near is null ? "" : $"; did you mean '{near}'?"));
        return null;
    }

    /// <summary>The subsections inside of another one, or of the state itself.</summary>
    /// <param name="parent">The subsection, or <see langword="null"/>.</param>
    /// <param name="items">The fields of a subsection.</param>
    public IEnumerable<StateBlock> Blocks(string? parent, Func<string, EquatableArray<StateItem>> items) =>
        _declared.Where(declared => declared.Parent == parent && declared.Needed is not null).Select(declared => new StateBlock(
            declared.Id, declared.Name, declared.Versions.Newest, declared.Versions.Minimum, declared.Needed!,
                items(declared.Name),
            Blocks(declared.Name, items).ToEquatableArray()));

    private string? MissingNeeded(AttributeData attribute, string name)
    {
        _report.Add(StateDiagnostics.WrongReference, attribute, 0, _type, "Needed", name,
            "is not given: name a bool member that says when it is saved");
        return null;
    }

    private void CheckNames(string state)
    {
        foreach (var declared in _declared)
        {
            var parent = state;
            if (declared.Parent is { } name)
            {
                // Inside of itself, or of one inside of itself, it would never be reached.
                if (name == declared.Name || !_declared.TakeWhile(other => other != declared).Any(other => other.Name == name))
                {
                    Report(declared, "Parent", $"is inside of '{name}', which is not declared before it");
                    continue;
                }

                parent = name;
            }

            if (declared.Name.Length <= parent.Length || !declared.Name.StartsWith(parent, StringComparison.Ordinal))
            {
                Report(declared, null, $"does not extend '{parent}', so that no reader finds it there; begin it so: '{parent}/…' or '{parent}_…'");
            }
            else if (_declared.TakeWhile(other => other != declared).FirstOrDefault(other =>
                other.Parent == declared.Parent && declared.Name.StartsWith(other.Name, StringComparison.Ordinal)) is { } sibling)
            {
                Report(declared, null, $"extends that of '{sibling.Name}', so that a reader looks for it inside of that; declare it before, or rename it");
            }
        }

        void Report(Declared declared, string? argument, string problem)
        {
            if (argument is null)
                _report.Add(StateDiagnostics.SubsectionName, declared.Attribute, 0, _type, declared.Name, problem);
            else
                _report.Add(StateDiagnostics.SubsectionName, declared.Attribute, argument, _type, declared.Name, problem);
        }
    }

    private sealed record Declared(string Name, string Id, AttributeData Attribute, string? Parent, string? Needed,
        StateVersions Versions);
}
