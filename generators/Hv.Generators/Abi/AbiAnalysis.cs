using Hv.Generators.Machines;
using Hv.Runtime.Abi;
using Microsoft.CodeAnalysis;

namespace Hv.Generators.Abi;

/// <summary>
/// All that is wrong between the frozen texts and the declarations of a compilation, by the type in whose declaration it stands.
/// </summary>
internal sealed class AbiAnalysis
{
    private readonly AbiSources _sources;
    private readonly AbiFrozen _frozen;
    private readonly AbiVersionNames _names;
    private readonly Dictionary<string, VersionDeclaration> _versions;
    private readonly HashSet<AbiExcuse> _used = [];
    private readonly Dictionary<ISymbol, List<Diagnostic>> _found = new(SymbolEqualityComparer.Default);
    private readonly CancellationToken _cancellation;

    private AbiAnalysis(AbiSources sources, IEnumerable<AbiText> texts, CancellationToken cancellation)
    {
        _sources = sources;
        _cancellation = cancellation;
        _frozen = new AbiFrozen(sources.Model, texts);
        _names = new AbiVersionNames(_frozen, sources.Model);
        _versions = sources.Model.Versions.Select(version => version.Family).Distinct()
            .SelectMany(sources.Machines.VersionsOf)
            .GroupBy(version => version.Name, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
    }

    /// <summary>Whether the compilation declares a version of this name.</summary>
    public bool HasVersion(string name) => _sources.Model.Versions.Any(version => version.Name == name);

    /// <summary>The names of all versions.</summary>
    public IEnumerable<string> Versions => _sources.Model.Versions.Select(version => version.Name);

    public static AbiAnalysis Of(Compilation compilation, IEnumerable<AbiText> texts, CancellationToken cancellation)
    {
        var analysis = new AbiAnalysis(AbiSources.Of(compilation, cancellation), texts, cancellation);
        analysis.Run();
        return analysis;
    }

    /// <summary>What stands in the declaration of a type.</summary>
    public IEnumerable<Diagnostic> In(INamedTypeSymbol type) => _found.TryGetValue(type, out var found) ? found : [];

    private void Run()
    {
        var reporter = new AbiReporter(_sources, _frozen, _names, _versions, Report, _cancellation);
        reporter.Report(_frozen.Drifts(_cancellation).Select(Unexcused).OfType<AbiDrift>().ToList());
        ReportMissingTexts();
        foreach (var excuse in _sources.Excuses)
            ReportIfIdle(excuse);
    }

    /// <summary>The drift without the versions that an exception is for.</summary>
    private AbiDrift? Unexcused(AbiDrift drift)
    {
        var left = drift.Versions.Where(version => !IsExcused(drift, version)).ToEquatableArray();
        return left.Count == 0 ? null : drift with { Versions = left };
    }

    private bool IsExcused(AbiDrift drift, int version)
    {
        var isExcused = false;
        foreach (var excuse in _sources.Excuses.SelectMany(declared => declared.Excuses))
        {
            if (Newest(excuse) is { } newest && newest <= version && IsSameFamily(newest, version) && Covers(excuse.Subject, drift))
            {
                _used.Add(excuse);
                isExcused = true;
            }
        }

        return isExcused;
    }

    /// <summary>Whether an exception about something is about an entry of it too: all of a type, all shapes of a call.</summary>
    private bool Covers(string subject, AbiDrift drift)
    {
        if (drift.Subject == subject || drift.Subject.StartsWith(subject + " ", StringComparison.Ordinal))
            return true;

        return drift.Kind switch
        {
            AbiEntryKind.Property => subject == AbiEntry.Describe(AbiEntryKind.Device, TypeOf(drift)) || IsInherited(subject, drift),
            AbiEntryKind.Field => (AbiEntry.Describe(AbiEntryKind.State, drift.Key) + " ").StartsWith(subject + " ", StringComparison.Ordinal),
            _ => false,
        };
    }

    /// <summary>Whether the drift is that of a type which has the property from the one that an exception is on.</summary>
    private bool IsInherited(string subject, AbiDrift drift)
    {
        var (type, property) = _frozen.Now(drift.Versions[0]).SplitProperty(drift.Key);
        return _sources.FindProperty(type, property) is { } found
            && subject == AbiEntry.Describe(AbiEntryKind.Property, $"{found.Declaring.Name}.{property}");
    }

    private string TypeOf(AbiDrift drift) => (_frozen.Frozen(drift.Versions[0]) ?? _frozen.Now(drift.Versions[0])).SplitProperty(drift.Key).Type;

    private int? Newest(AbiExcuse excuse)
    {
        var number = _sources.Model.Versions.ToList().FindIndex(version => version.Name == excuse.Version);
        return number < 0 ? null : number;
    }

    private bool IsSameFamily(int one, int other) => _sources.Model.Versions[one].Family == _sources.Model.Versions[other].Family;

    private void ReportMissingTexts()
    {
        foreach (var family in _sources.Model.Versions.Select((version, number) => (version.Family, Number: number)).GroupBy(pair => pair.Family))
        {
            var newest = family.FirstOrDefault(pair => _frozen.Frozen(pair.Number) is not null);
            if (newest.Family is null)
                continue;

            foreach (var (_, number) in family.Where(pair => pair.Number > newest.Number && _frozen.Frozen(pair.Number) is null))
            {
                if (_versions.TryGetValue(_names.Name(number), out var version))
                {
                    Report(version.Type, Diagnostic.Create(
                        AbiDiagnostics.Text, version.Attribute.PlaceOf(version.Type, _cancellation),
                        $"'{version.Name}' has no frozen text, but '{_names.Name(newest.Number)}', which is newer, has: run 'hv abi freeze {version.Name}'"));
                }
            }
        }
    }

    private void ReportIfIdle(AbiDeclaredExcuse declared)
    {
        var version = declared.Attribute.PositionalValue<string>(0) ?? "";
        var known = _sources.Model.Versions.ToList().FindIndex(candidate => candidate.Name == version);
        string? problem = null;
        var argument = 0;
        if (known < 0)
        {
            problem = $"There is no machine version '{version}'{(NearestName.Find(version, Versions) is { } near ? $". Did you mean '{near}'?" : "")}";
        }
        else if (string.IsNullOrWhiteSpace(declared.Attribute.PositionalValue<string>(1)))
        {
            problem = "An exception says why guests of a released version may see something else; this one says nothing";
            argument = 1;
        }
        else if (declared.Excuses.IsEmpty)
        {
            problem = $"'{declared.Symbol.Name}' is no part of the guest ABI by itself; name with Entry what the exception is about";
        }
        else if (!declared.Excuses.Any(excuse => _used.Contains(excuse) || IsRecorded(excuse, known)))
        {
            var isReleased = Enumerable.Range(known, _sources.Model.Versions.Count - known)
                .Any(number => IsSameFamily(known, number) && _frozen.Frozen(number) is not null);
            problem = isReleased
                ? $"Nothing about '{declared.Symbol.Name}' differs from what '{version}' and older released versions have: remove the exception"
                : $"'{version}' is not released: what it shows its guests is free to change, without an exception";
        }

        if (problem is not null)
        {
            Report(declared.Symbol as INamedTypeSymbol ?? declared.Symbol.ContainingType, Diagnostic.Create(
                AbiDiagnostics.Exception, declared.Attribute.ArgumentLocation(argument, declared.Symbol, _cancellation), problem));
        }
    }

    /// <summary>Whether a frozen text holds the exception: then what it was for is no difference any more.</summary>
    private bool IsRecorded(AbiExcuse excuse, int newest) =>
        _frozen.Versions.Any(version => version >= newest && IsSameFamily(newest, version)
            && _frozen.Frozen(version)!.Find(AbiEntryKind.Exception, $"{excuse.Version} {excuse.Subject}") is not null);

    private void Report(INamedTypeSymbol type, Diagnostic diagnostic)
    {
        if (!_found.TryGetValue(type, out var found))
            _found.Add(type, found = []);

        found.Add(diagnostic);
    }
}
