using Hv.Runtime.Abi;

namespace Hv.Generators.Abi;

/// <summary>The frozen texts beside the texts that the declarations make.</summary>
internal sealed class AbiFrozen
{
    private readonly AbiModel _model;
    private readonly Dictionary<int, AbiText> _texts = [];
    private readonly Dictionary<int, AbiText> _now = [];

    /// <param name="model">The texts of the declarations.</param>
    /// <param name="texts">The frozen texts; those of versions that are not declared are left out.</param>
    public AbiFrozen(AbiModel model, IEnumerable<AbiText> texts)
    {
        _model = model;
        var byName = texts.GroupBy(text => text.Version, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First());
        for (var version = 0; version < model.Versions.Count; version++)
        {
            if (byName.TryGetValue(model.Versions[version].Name, out var text))
                _texts.Add(version, text);
        }
    }

    /// <summary>The numbers of the versions that have texts, newest first.</summary>
    public IEnumerable<int> Versions => _texts.Keys.OrderBy(version => version);

    /// <summary>The frozen text of a version, or <see langword="null"/> when it is not released.</summary>
    public AbiText? Frozen(int version) => _texts.TryGetValue(version, out var text) ? text : null;

    /// <summary>The text that the declarations make of a version.</summary>
    public AbiText Now(int version)
    {
        if (!_now.TryGetValue(version, out var text))
            _now.Add(version, text = _model.TextOf(version));

        return text;
    }

    /// <summary>All differences that a guest, a user or a stream could tell; each once, with its versions.</summary>
    public IEnumerable<AbiDrift> Drifts(CancellationToken cancellation)
    {
        var groups = new Dictionary<(string Family, AbiDrift Drift), List<int>>();
        var order = new List<(string Family, AbiDrift Drift)>();
        foreach (var version in Versions)
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var difference in AbiComparison.Compare(_texts[version], Now(version)))
            {
                if (difference.Change == AbiChange.Reworded)
                    continue;

                // A property comes or goes on all versions together, whatever values it has there.
                var isWhole = difference is { Kind: AbiEntryKind.Property, Change: AbiChange.Added or AbiChange.Removed };
                var drift = new AbiDrift(
                    difference.Kind, difference.Key, difference.Change, isWhole ? null : difference.Old, isWhole ? null : difference.New, []);
                var group = (_model.Versions[version].Family, drift);
                if (!groups.TryGetValue(group, out var versions))
                {
                    groups.Add(group, versions = []);
                    order.Add(group);
                }

                versions.Add(version);
            }
        }

        return order.Select(group => group.Drift with { Versions = groups[group].ToEquatableArray() });
    }
}
