using Hv.Generators.Machines;
using Hv.Runtime.Abi;
using Microsoft.CodeAnalysis;

namespace Hv.Generators.Abi;

/// <summary>Says of each drift what it is, at the place that makes it.</summary>
internal sealed partial class AbiReporter(
    AbiSources sources, AbiFrozen frozen, AbiVersionNames names, IReadOnlyDictionary<string, VersionDeclaration> versions,
    Action<INamedTypeSymbol, Diagnostic> report, CancellationToken cancellation)
{
    private static readonly (string, string) Has = ("has", "have");
    private static readonly (string, string) HasNot = ("does not have", "do not have");

    public void Report(IReadOnlyList<AbiDrift> drifts)
    {
        var told = new HashSet<AbiDrift>();
        foreach (var drift in drifts)
        {
            cancellation.ThrowIfCancellationRequested();
            if (told.Contains(drift))
                continue;

            // What is gone and what is new in its place are one thing to say.
            if (drift.Change == AbiChange.Removed && Successor(drift, drifts.Where(other => !told.Contains(other))) is { } successor)
            {
                told.Add(successor);
                ReportReplaced(drift, successor);
            }
            else if (drift.Change != AbiChange.Added || Predecessor(drift, drifts) is null)
            {
                ReportOne(drift);
            }
        }
    }

    private void ReportOne(AbiDrift drift)
    {
        switch (drift.Kind)
        {
            case AbiEntryKind.Property when drift.Change == AbiChange.Changed:
                ReportValue(drift);
                break;
            case AbiEntryKind.Property when drift.Change == AbiChange.Added:
                ReportNewProperty(drift);
                break;
            case AbiEntryKind.Property or AbiEntryKind.Device:
                // A new type of devices is in no machine that was released.
                if (drift.Change == AbiChange.Removed)
                    At(drift, AbiDiagnostics.Member, $"{names.Subject([.. drift.Versions], Has)} {Noun(drift)}, which is gone");

                break;
            case AbiEntryKind.Rtas or AbiEntryKind.Hypercall:
                ReportCall(drift);
                break;
            case AbiEntryKind.Identity:
                At(drift, AbiDiagnostics.Identity, Sentence(drift, $"'{drift.Key}'"));
                break;
            case AbiEntryKind.State or AbiEntryKind.Field:
                ReportState(drift);
                break;
            case AbiEntryKind.Exception when drift.Change == AbiChange.Removed:
                At(drift, AbiDiagnostics.Exception,
                    $"{names.Subject([.. drift.Versions], ("was", "were"))} frozen with the exception of '{drift.Key}', {drift.Old}, which is no longer declared");
                break;
        }
    }

    /// <summary>The entry that stands for what is gone now.</summary>
    private AbiDrift? Successor(AbiDrift gone, IEnumerable<AbiDrift> drifts) =>
        drifts.FirstOrDefault(other => other.Change == AbiChange.Added && Replaces(other, gone));

    private AbiDrift? Predecessor(AbiDrift added, IEnumerable<AbiDrift> drifts) =>
        drifts.FirstOrDefault(other => other.Change == AbiChange.Removed && Successor(other, drifts) == added);

    private bool Replaces(AbiDrift added, AbiDrift gone)
    {
        if (added.Kind != gone.Kind || !added.Versions.Equals(gone.Versions))
            return false;

        switch (added.Kind)
        {
            case AbiEntryKind.Rtas or AbiEntryKind.Hypercall:
                return FirstWord(added.Key) == FirstWord(gone.Key) || FirstWord(added.New!) == FirstWord(gone.Old!);
            case AbiEntryKind.Property:
                return TypeOf(added, frozen.Now) == TypeOf(gone, frozen.Now)
                    && gone.Versions.All(version => Value(frozen.Now(version), added.Key) == Value(frozen.Frozen(version)!, gone.Key));
            case AbiEntryKind.Identity:
                return added.New == gone.Old;
            default:
                return false;
        }
    }

    private void ReportReplaced(AbiDrift gone, AbiDrift added)
    {
        var subject = names.Subject([.. gone.Versions], Has);
        switch (gone.Kind)
        {
            case AbiEntryKind.Property:
                At(added, AbiDiagnostics.Member, $"{subject} {Noun(gone)}, which is '{NameOf(added)}' now: a released name stays");
                break;
            case AbiEntryKind.Identity:
                At(added, AbiDiagnostics.Identity, $"{subject} '{gone.Key}' = {gone.Old}, which is declared as '{added.Key}' now: write the place as it was");
                break;
            default:
                At(added, AbiDiagnostics.Call, $"{subject} {Noun(gone)} = {gone.Old}; this change makes it {added.Key} = {added.New}");
                break;
        }
    }

    private void ReportCall(AbiDrift drift) => At(drift, AbiDiagnostics.Call, drift.Change == AbiChange.Added
        ? $"{names.Subject([.. drift.Versions], HasNot)} {Noun(drift)} = {drift.New}; a guest of a released version would find it: "
            + "let its When name a property of the machine that a compat entry switches off"
        : Sentence(drift, Noun(drift)));

    /// <summary>What was and what is.</summary>
    private string Sentence(AbiDrift drift, string noun) => drift.Change switch
    {
        AbiChange.Added => $"{names.Subject([.. drift.Versions], HasNot)} {noun}; this change adds it, {drift.New}",
        AbiChange.Removed => $"{names.Subject([.. drift.Versions], Has)} {noun} = {drift.Old}, which is gone",
        _ => $"{names.Subject([.. drift.Versions], Has)} {noun} = {drift.Old}; this change makes it {drift.New}",
    };

    private string Noun(AbiDrift drift) => drift.Kind switch
    {
        AbiEntryKind.Device => $"device type '{drift.Key}'",
        AbiEntryKind.Rtas => $"RTAS call {drift.Key}",
        AbiEntryKind.Hypercall => $"hypercall {drift.Key}",
        AbiEntryKind.Property => $"property '{NameOf(drift)}' of '{TypeOf(drift, Text)}'",
        _ => drift.Subject,
    };

    private static string? Value(AbiText text, string key)
    {
        var (type, property) = text.SplitProperty(key);
        return text.FindProperty(type, property);
    }

    private string NameOf(AbiDrift drift) => Text(drift.Versions[0]).SplitProperty(drift.Key).Property;

    private static string TypeOf(AbiDrift drift, Func<int, AbiText> text) => text(drift.Versions[0]).SplitProperty(drift.Key).Type;

    /// <summary>A text that knows the types of a version: those that are gone are in the frozen one.</summary>
    private AbiText Text(int version) => frozen.Frozen(version) ?? frozen.Now(version);

    private static string FirstWord(string text) => text.Split(' ')[0];

    private void At(AbiDrift drift, DiagnosticDescriptor descriptor, string message) =>
        At(drift, descriptor, ImmutableDictionary<string, string?>.Empty, message);

    /// <summary>
    /// Reports at what declares an entry; where it is gone, at what it was in; else at the class of the newest version concerned.
    /// </summary>
    private void At(AbiDrift drift, DiagnosticDescriptor descriptor, ImmutableDictionary<string, string?> properties, params object[] arguments)
    {
        if (PlaceOf(drift) is not { } place)
            return;

        var isExact = sources.Find(drift.Kind, drift.Key) is not null;
        properties = properties.SetItem(AbiDiagnostics.VersionKey, names.Name(drift.Versions[0]));
        if (!isExact)
            properties = properties.SetItem(AbiDiagnostics.EntryKey, drift.Subject);

        report(place.Owner, Diagnostic.Create(descriptor, place.Location, properties, arguments));
    }

    private (INamedTypeSymbol Owner, Location Location)? PlaceOf(AbiDrift drift)
    {
        if ((sources.Find(drift.Kind, drift.Key) ?? Around(drift)) is { } found)
        {
            var location = (drift.Kind, found.Attribute, found.Symbol) switch
            {
                (AbiEntryKind.Property, { } attribute, IPropertySymbol property) when drift.Change == AbiChange.Changed =>
                    attribute.ArgumentLocation("Default", property, cancellation),
                (_, { } attribute, var symbol) => attribute.PlaceOf(symbol, cancellation),
                (_, null, var symbol) => symbol.FirstLocation(),
            };
            return (found.Symbol as INamedTypeSymbol ?? found.Symbol.ContainingType, location);
        }

        return VersionPlace(drift.Versions[0]);
    }

    /// <summary>What an entry that is gone was in.</summary>
    private (ISymbol Symbol, AttributeData? Attribute)? Around(AbiDrift drift) => drift.Kind switch
    {
        AbiEntryKind.Property => sources.Find(AbiEntryKind.Device, TypeOf(drift, Text)),
        AbiEntryKind.Field or AbiEntryKind.State => sources.Find(AbiEntryKind.State, AbiComparison.StateOf(drift.Kind, drift.Key)),
        _ => null,
    };

    private (INamedTypeSymbol Owner, Location Location)? VersionPlace(int version) =>
        versions.TryGetValue(names.Name(version), out var declaration)
            ? (declaration.Type, declaration.Attribute.PlaceOf(declaration.Type, cancellation))
            : null;
}
