using System.Buffers.Binary;
using Hv.Runtime.Machines;

namespace Hv.Cli.Replay;

/// <summary>Compares recorded device-tree properties with those of a realized machine.</summary>
/// <param name="machine">The machine.</param>
/// <param name="settings">Rules, and what answers properties.</param>
internal sealed class PropertyComparer(Machine machine, ReplaySettings settings)
{
    private const string RtasNode = "rtas/";

    private readonly HashSet<PropertyRule> _used = [];

    /// <summary>The rules that took a property out of the comparison.</summary>
    public IEnumerable<PropertyRule> UsedRules => settings.PropertyRules.Where(_used.Contains);

    /// <summary>Compares one property.</summary>
    public PropertyComparison Compare(RecordedProperty property)
    {
        var recorded = Convert.ToHexStringLower(property.Value);
        foreach (var rule in settings.PropertyRules)
        {
            if (rule.Excludes(property))
            {
                _used.Add(rule);
                return new PropertyComparison(property.Line, property.Path, ReplayOutcome.NotComparable, recorded, null);
            }
        }

        var ours = settings.DeviceTree?.Invoke(machine, property.Path) ?? FindToken(property.Path);
        if (ours is null)
            return new PropertyComparison(property.Line, property.Path, ReplayOutcome.NotDeclared, recorded, null);

        var outcome = property.Value.AsSpan().SequenceEqual(ours) ? ReplayOutcome.Equal : ReplayOutcome.Different;
        return new PropertyComparison(property.Line, property.Path, outcome, recorded, Convert.ToHexStringLower(ours));
    }

    /// <summary>The property that /rtas has for each call: its name, and its token as the value.</summary>
    private byte[]? FindToken(string path)
    {
        if (!path.StartsWith(RtasNode, StringComparison.Ordinal) || !machine.Rtas.TryGetToken(path[RtasNode.Length..], out var token))
            return null;

        var value = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(value, token);
        return value;
    }
}
