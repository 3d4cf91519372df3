using System.Globalization;
using Hv.Generators.Calls;
using Hv.Generators.Machines;
using Hv.Runtime.Abi;

namespace Hv.Generators.Abi;

/// <summary>Makes the texts of an assembly's machine versions. Generator and analyzer make the same of the same declarations.</summary>
internal sealed class AbiBuilder
{
    private readonly AbiInput _input;
    private readonly List<AbiVersion> _versions = [];
    private readonly List<AbiLine> _lines = [];
    private readonly CancellationToken _cancellation;

    private AbiBuilder(AbiInput input, CancellationToken cancellation)
    {
        _input = input;
        _cancellation = cancellation;
    }

    public static AbiModel Build(AbiInput input, CancellationToken cancellation)
    {
        var builder = new AbiBuilder(input, cancellation);
        foreach (var chain in input.Chains)
            builder.AddFamily(chain);

        return new AbiModel(builder._versions.ToEquatableArray(), builder._lines.ToEquatableArray());
    }

    private void AddFamily(MachineChain chain)
    {
        var first = _versions.Count;
        _versions.AddRange(chain.Versions.Select(version => new AbiVersion(chain.Family.Name, version.Version.Name)));
        var devices = _input.Devices
            .Where(device => !device.IsMachine || device.ClassName == chain.Family.ClassName)
            .OrderBy(device => !device.IsMachine)
            .ThenBy(device => device.Name, StringComparer.Ordinal)
            .ThenBy(device => device.ClassName, StringComparer.Ordinal)
            .ToList();
        var properties = new AbiProperties(chain, devices);
        foreach (var device in devices)
        {
            _cancellation.ThrowIfCancellationRequested();
            Add(AbiEntryKind.Device, device.Name, Always(properties.ParentOf(device) ?? AbiKeys.NoParent));
            foreach (var (name, values) in properties.EntriesOf(device).OrderBy(entry => entry.Name, StringComparer.Ordinal))
                Add(AbiEntryKind.Property, $"{device.Name}.{name}", values);
        }

        AddCalls(CallKind.Rtas, _input.RtasCalls);
        AddCalls(CallKind.Hypercall, _input.Hypercalls);
        foreach (var (identity, key) in Numbered(_input.Identities, identity => identity.Place, identity => identity.Value))
            Add(AbiEntryKind.Identity, key, Always(identity.Value));

        AddStates();
        AddExcuses();

        void AddCalls(CallKind kind, IEnumerable<CallGroup> groups)
        {
            // A version may have calls of its own; then it has those of the family too.
            var ofFamily = groups.Where(group => group.Machine.FullName == chain.Family.ClassName);
            foreach (var (_, handler) in ofFamily.SelectMany(group => group.Handlers(kind)))
            {
                var value = AbiCalls.Value(kind, handler);
                Add(AbiCalls.KindOf(kind), AbiCalls.Key(kind, handler), handler.WhenProperty.Length == 0 ? Always(value) : Where(handler.WhenProperty, value));
            }
        }

        void AddStates()
        {
            var states = Numbered(_input.States, state => state.Name, state => state.ClassName).ToList();
            var names = states.GroupBy(pair => pair.Item.ClassName).ToDictionary(group => group.Key, group => group.First().Name, StringComparer.Ordinal);
            foreach (var (state, name) in states)
            {
                foreach (var line in state.Lines)
                {
                    var inner = names.TryGetValue(line.StructClass, out var found) ? found : line.StructClass.Substring(line.StructClass.LastIndexOf('.') + 1);
                    var value = line.StructClass.Length == 0 ? line.Value : line.Value.Replace(AbiStateLine.StructMark, inner);
                    Add(line.Kind, name + line.Key, line.Condition.Length == 0 ? Always(value) : Where(line.Condition, value));
                }
            }
        }

        void AddExcuses()
        {
            foreach (var excuse in _input.Excuses.Distinct().OrderBy(excuse => excuse.Subject, StringComparer.Ordinal).ThenBy(excuse => excuse.Version, StringComparer.Ordinal))
            {
                var newest = chain.Versions.ToList().FindIndex(version => version.Version.Name == excuse.Version);
                if (newest >= 0)
                {
                    Add(AbiEntryKind.Exception, $"{excuse.Version} {excuse.Subject}", [.. Enumerable.Range(0, chain.Versions.Count)
                        .Select(version => version >= newest ? Symbols.Literal(excuse.Reason) : null)]);
                }
            }
        }

        string?[] Always(string value) => [.. Enumerable.Repeat(value, chain.Versions.Count)];

        // Of a condition that no property here decides the stream itself tells.
        string?[] Where(string condition, string value) =>
            properties.Switch(condition) is { } isOn ? [.. isOn.Select(on => on ? value : null)] : Always($"{value}, when {condition}");

        void Add(AbiEntryKind kind, string key, string?[] values) => AddLines(first, kind, key, values);
    }

    /// <summary>Things by their names, each name but the first of several the same with its number: <c>name#2</c>.</summary>
    public static IEnumerable<(T Item, string Name)> Numbered<T>(IEnumerable<T> items, Func<T, string> name, Func<T, string> order)
    {
        foreach (var named in items.GroupBy(name, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var number = 0;
            foreach (var item in named.OrderBy(order, StringComparer.Ordinal))
                yield return (item, ++number == 1 ? named.Key : string.Format(CultureInfo.InvariantCulture, "{0}#{1}", named.Key, number));
        }
    }

    /// <summary>A line for each value, in the order of the versions.</summary>
    private void AddLines(int first, AbiEntryKind kind, string key, string?[] values)
    {
        // Most entries are the same in all versions, by one string.
        if (values.Length > 0 && values[0] is { } all && values.All(value => ReferenceEquals(value, all)))
        {
            _lines.Add(new AbiLine(new AbiEntry(kind, key, all), new EquatableArray<(int First, int Last)>([(first, first + values.Length - 1)])));
            return;
        }

        foreach (var value in values.Distinct().OfType<string>())
        {
            var runs = new List<(int First, int Last)>();
            for (var version = 0; version < values.Length; version++)
            {
                if (values[version] != value)
                    continue;

                if (version > 0 && values[version - 1] == value)
                    runs[runs.Count - 1] = (runs[runs.Count - 1].First, first + version);
                else
                    runs.Add((first + version, first + version));
            }

            _lines.Add(new AbiLine(new AbiEntry(kind, key, value), runs.ToEquatableArray()));
        }
    }
}
