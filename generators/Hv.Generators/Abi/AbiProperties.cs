using Hv.Generators.Devices;
using Hv.Generators.Machines;

namespace Hv.Generators.Abi;

/// <summary>The values of all properties on each version of a family, as <c>CompatTable</c> would give them.</summary>
internal sealed class AbiProperties
{
    private readonly MachineChain _chain;
    private readonly Dictionary<string, AbiDevice> _byClass;
    private readonly Dictionary<string, AbiDevice> _byName;

    /// <summary>The rows of each property, in the order in which they apply, with the number of their version.</summary>
    private readonly ILookup<string, (int Version, CompatRowModel Row)> _rows;

    public AbiProperties(MachineChain chain, IReadOnlyList<AbiDevice> devices)
    {
        _chain = chain;
        _byClass = First(devices, device => device.ClassName);
        _byName = First(devices, device => device.Name);
        _rows = chain.Versions.SelectMany((version, number) => version.Version.Rows.Select(row => (Version: number, Row: row)))
            .ToLookup(pair => pair.Row.Property, StringComparer.Ordinal);
    }

    /// <summary>The name of the nearest declared type that a type derives from.</summary>
    public string? ParentOf(AbiDevice device) => Parent(device)?.Name;

    /// <summary>
    /// The entries of a type: of each property that it declares, and of those it has from others where a version's value is not that
    /// of its parent. The values stand by the number of the version, <see langword="null"/> where there is no entry.
    /// </summary>
    public IEnumerable<(string Name, string?[] Values)> EntriesOf(AbiDevice device)
    {
        foreach (var shape in device.Properties)
            yield return (shape.Name, Values(device, shape));

        for (var ancestor = Parent(device); ancestor is not null; ancestor = Parent(ancestor))
        {
            // Only rows for this very type tell it from its parent.
            foreach (var shape in ancestor.Properties.Where(shape => _rows[shape.Reference].Any(pair => pair.Row.Target == device.ClassName)))
            {
                var own = Values(device, shape);
                var parents = Values(Parent(device)!, shape);
                if (!own.SequenceEqual(parents))
                    yield return (shape.Name, [.. own.Zip(parents, (value, parent) => value == parent ? null : value)]);
            }
        }
    }

    /// <summary>On which versions a bool property is on; <see langword="null"/> when there is no such property.</summary>
    /// <param name="key">Type and property: <c>spapr-machine.cap-htm</c>.</param>
    public bool[]? Switch(string key)
    {
        for (var dot = key.IndexOf('.'); dot >= 0; dot = key.IndexOf('.', dot + 1))
        {
            if (_byName.TryGetValue(key.Substring(0, dot), out var device) && Find(device, key.Substring(dot + 1)) is { } shape)
                return [.. Values(device, shape).Select(value => value == AbiValue.FromLiteral(shape.Type, "true"))];
        }

        return null;
    }

    private PropertyShape? Find(AbiDevice device, string name)
    {
        for (var current = device; current is not null; current = Parent(current))
        {
            if (current.Properties.FirstOrDefault(property => property.Name == name) is { } found)
                return found;
        }

        return null;
    }

    private string?[] Values(AbiDevice device, PropertyShape shape)
    {
        var values = new string?[_chain.Versions.Count];
        var own = AbiValue.FromLiteral(shape.Type, shape.DefaultLiteral);
        if (!_rows.Contains(shape.Reference))
        {
            for (var version = 0; version < values.Length; version++)
                values[version] = own;

            return values;
        }

        var rows = _rows[shape.Reference].Where(pair => IsA(device, pair.Row.Target)).ToList();
        for (var version = 0; version < values.Length; version++)
        {
            var applied = rows.Where(pair => Applies(pair.Version, version)).ToList();
            values[version] = applied.Count == 0 ? own : AbiValue.FromLiteral(shape.Type, applied[applied.Count - 1].Row.Value);
        }

        return values;
    }

    /// <summary>Whether rows of one version make another: its own, and those of newer ones that are no side branches.</summary>
    private bool Applies(int from, int to) => from == to || (from < to && !_chain.Versions[from].Version.Id.IsSideBranch);

    private bool IsA(AbiDevice device, string className)
    {
        for (var current = device; current is not null; current = Parent(current))
        {
            if (current.ClassName == className)
                return true;
        }

        return false;
    }

    private AbiDevice? Parent(AbiDevice device) =>
        device.Parent is { } parent && _byClass.TryGetValue(parent, out var found) ? found : null;

    private static Dictionary<string, AbiDevice> First(IEnumerable<AbiDevice> devices, Func<AbiDevice, string> key) =>
        devices.GroupBy(key, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
}
