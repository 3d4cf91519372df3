using Hv.Generators.Devices;
using Hv.Generators.Machines;
using Hv.Runtime.Abi;
using Microsoft.CodeAnalysis;

namespace Hv.Generators.Abi;

/// <content>Values of properties: which default or which compat entry makes them.</content>
internal sealed partial class AbiReporter
{
    private void ReportValue(AbiDrift drift)
    {
        var newest = drift.Versions[0];
        var (type, name) = Text(newest).SplitProperty(drift.Key);
        if (sources.FindProperty(type, name) is not { } property)
            return;

        var shape = property.Shape;
        var older = OlderThan(drift).ToList();
        if (older.Count > 0
            && Deciding(older[0], type, shape) is { } late
            && IsOwn(late, older[0])
            && Deciding(newest, type, shape) is not { } entryOfNewest
            && IsKept(older[0], type, name, out var kept)
            && kept == drift.Old)
        {
            report(late.Version.Type, Diagnostic.Create(
                AbiDiagnostics.WrongVersion, late.Location(cancellation), FixOf(drift, type, shape, drift.Old!, drift.Subject),
                drift.Key, drift.Old, names.Name(older[0]), names.Subject([.. drift.Versions], Has), drift.New, names.Name(newest)));
            return;
        }

        var (owner, location, isProperty) = Cause(drift, type, property);
        report(owner, Diagnostic.Create(
            AbiDiagnostics.Value, location, FixOf(drift, type, shape, drift.Old!, isProperty ? null : drift.Subject),
            names.Subject([.. drift.Versions], Has), drift.Key, drift.Old, drift.New, Kept(older, type, name)));
    }

    private void ReportNewProperty(AbiDrift drift)
    {
        var (type, name) = frozen.Now(drift.Versions[0]).SplitProperty(drift.Key);
        if (sources.FindProperty(type, name) is not { } property)
            return;

        // Off, 0 and empty is what was before there was the property; what an entry says somebody has thought of.
        var shape = property.Shape;
        var left = drift.Versions
            .Where(version => Deciding(version, type, shape) is null && !HaveAllOfType(version, type, name))
            .ToEquatableArray();
        var value = AbiValue.FromLiteral(shape.Type, shape.DefaultLiteral);
        if (left.Count == 0 || AbiValue.IsNothing(shape.Type, value))
            return;

        var undecided = drift with { Versions = left };
        At(
            undecided, AbiDiagnostics.Member, FixOf(undecided, type, shape, AbiValue.FromLiteral(shape.Type, shape.Type.ZeroLiteral), entry: null),
            $"{names.Subject([.. left], HasNot)} property '{name}' of '{type}'; this change adds it with {value}: "
            + "a compat entry says what it is there, or its default changes nothing (off, 0, empty)");
    }

    /// <summary>
    /// Whether a type is the base of others alone, all of which had the property before it came to the type itself.
    /// </summary>
    private bool HaveAllOfType(int version, string type, string name)
    {
        var text = frozen.Frozen(version)!;
        var derived = text.Entries
            .Where(entry => entry.Kind == AbiEntryKind.Device && entry.Key != type && sources.IsA(entry.Key, sources.FindDevice(type)!.ClassName))
            .ToList();
        return derived.Count > 0
            && sources.Find(AbiEntryKind.Device, type) is { Symbol: INamedTypeSymbol { IsAbstract: true } }
            && derived.All(entry => text.FindProperty(entry.Key, name) is not null);
    }

    /// <summary>What a fixer needs to add a compat entry, or an exception.</summary>
    private ImmutableDictionary<string, string?> FixOf(AbiDrift drift, string type, PropertyShape shape, string value, string? entry)
    {
        var newest = names.Name(drift.Versions[0]);
        var properties = ImmutableDictionary<string, string?>.Empty
            .Add(AbiDiagnostics.VersionKey, newest)
            .Add(AbiDiagnostics.ValueKey, value)
            .Add(AbiDiagnostics.MemberKey, shape.MemberName)
            .Add(AbiDiagnostics.TargetKey, sources.FindDevice(type)!.ClassName);
        if (versions.TryGetValue(newest, out var version))
            properties = properties.Add(AbiDiagnostics.VersionClassKey, version.Type.FullName());

        return entry is null ? properties : properties.Add(AbiDiagnostics.EntryKey, entry);
    }

    /// <summary>The released versions of the family that are older than all of the drift's.</summary>
    private IEnumerable<int> OlderThan(AbiDrift drift) => frozen.Versions.Where(version =>
        version > drift.Versions[drift.Versions.Count - 1]
        && FamilyOf(version) == FamilyOf(drift.Versions[0]));

    private string? FamilyOf(int version) => versions.TryGetValue(names.Name(version), out var declaration) ? declaration.FamilyName : null;

    /// <summary>Whether the value of a released version is what it was.</summary>
    private bool IsKept(int version, string type, string name, out string? value)
    {
        value = frozen.Now(version).FindProperty(type, name);
        return value is not null && value == frozen.Frozen(version)?.FindProperty(type, name);
    }

    /// <summary>Which older versions the change stops at, as the end of a sentence.</summary>
    private string Kept(List<int> older, string type, string name)
    {
        if (older.Count == 0 || !IsKept(older[0], type, name, out var value))
            return "";

        var isSame = older.All(version => IsKept(version, type, name, out var other) && other == value);
        return older.Count == 1 ? $"; '{names.Name(older[0])}' keeps {value}"
            : isSame ? $"; '{names.Name(older[0])}' and older keep {value}"
            : $"; '{names.Name(older[0])}' keeps {value}";
    }

    /// <summary>
    /// Where the value comes from now: a compat entry that is new or another; the property, when its default decides; or the class of
    /// the version, when an entry is gone from it.
    /// </summary>
    private (INamedTypeSymbol Owner, Location Location, bool IsProperty) Cause(
        AbiDrift drift, string type, (AbiDevice Declaring, PropertyShape Shape) property)
    {
        var newest = drift.Versions[0];
        var fallback = VersionPlace(newest)!.Value;
        if (Deciding(newest, type, property.Shape) is { } entry)
        {
            // One that a newer released version declares, which keeps its value, was there before: then an own entry is gone.
            var isNew = IsOwn(entry, newest) || !frozen.Versions.Any(version => names.Name(version) == entry.Version.Name);
            return isNew ? (entry.Version.Type, entry.Location(cancellation), false) : (fallback.Owner, fallback.Location, false);
        }

        var isDefaultKept = frozen.Versions.Any(version =>
            version < newest && FamilyOf(version) == FamilyOf(newest) && Deciding(version, type, property.Shape) is null);
        return !isDefaultKept
            && sources.Find(AbiEntryKind.Property, $"{property.Declaring.Name}.{property.Shape.Name}") is { Attribute: { } attribute, Symbol: var symbol }
                ? (symbol.ContainingType, attribute.ArgumentLocation("Default", symbol, cancellation), true)
                : (fallback.Owner, fallback.Location, false);
    }

    /// <summary>The entry that decides a property of a type on a version; <see langword="null"/> when the default does.</summary>
    private CompatEntry? Deciding(int version, string type, PropertyShape shape) =>
        versions.TryGetValue(names.Name(version), out var declaration)
            ? sources.Machines.InheritedBy(declaration, cancellation)
                .Concat(sources.Machines.EntriesOf(declaration, cancellation))
                .LastOrDefault(entry => entry.Property.Reference == shape.Reference && sources.IsA(type, entry.Target.FullName()))
            : null;

    private bool IsOwn(CompatEntry entry, int version) => entry.Version.Name == names.Name(version);
}
