namespace Hv.Runtime.Abi;

/// <summary>Compares texts. What is about something that one of the texts does not have at all is told once, by that.</summary>
public static class AbiComparison
{
    /// <summary>In what <paramref name="now"/> differs from <paramref name="old"/>: by the order of the old text, then what is new.</summary>
    public static IReadOnlyList<AbiDifference> Compare(AbiText old, AbiText now)
    {
        var differences = new List<AbiDifference>();
        foreach (var entry in old.Entries)
        {
            if (IsInside(entry, old) is not { } owner || now.Find(owner.Kind, owner.Key) is not null)
                Add(differences, entry.Kind, entry.Key, entry.Value, ValueIn(now, entry, old));
        }

        foreach (var entry in now.Entries)
        {
            if (old.Find(entry.Kind, entry.Key) is null && (IsInside(entry, now) is not { } owner || old.Find(owner.Kind, owner.Key) is not null))
                Add(differences, entry.Kind, entry.Key, ValueIn(old, entry, now), entry.Value);
        }

        AddMoves(differences, old, now);
        return differences;
    }

    /// <summary>The state that the key of a field, or of a subsection, is inside of; empty for a state by itself.</summary>
    public static string StateOf(AbiEntryKind kind, string key)
    {
        var end = kind == AbiEntryKind.Field ? key.LastIndexOf(' ') : key.LastIndexOf(AbiKeys.Inside, StringComparison.Ordinal);
        return end < 0 ? "" : key.Substring(0, end);
    }

    private static void Add(List<AbiDifference> differences, AbiEntryKind kind, string key, string? oldValue, string? newValue)
    {
        if (oldValue == newValue)
            return;

        var change = oldValue is null ? AbiChange.Added
            : newValue is null ? AbiChange.Removed
            : IsSame(kind, oldValue, newValue) ? AbiChange.Reworded
            : AbiChange.Changed;
        differences.Add(new AbiDifference(kind, key, change, oldValue, newValue));
    }

    /// <summary>The value that the other text has for an entry; a property may be one that a type has from another there.</summary>
    private static string? ValueIn(AbiText other, AbiEntry entry, AbiText own)
    {
        if (entry.Kind != AbiEntryKind.Property)
            return other.Find(entry.Kind, entry.Key);

        var (type, property) = own.SplitProperty(entry.Key);
        return other.FindProperty(type, property);
    }

    /// <summary>The entry without which this one says nothing: the type of a property, the state of a field.</summary>
    private static AbiEntry? IsInside(AbiEntry entry, AbiText text)
    {
        switch (entry.Kind)
        {
            case AbiEntryKind.Property:
                return new AbiEntry(AbiEntryKind.Device, text.SplitProperty(entry.Key).Type, "");
            case AbiEntryKind.Field:
            case AbiEntryKind.State when StateOf(entry.Kind, entry.Key).Length > 0:
                return new AbiEntry(AbiEntryKind.State, StateOf(entry.Kind, entry.Key), "");
            default:
                return null;
        }
    }

    private static bool IsSame(AbiEntryKind kind, string oldValue, string newValue) => kind switch
    {
        // What a type derives from only says where its properties are written down.
        AbiEntryKind.Device => true,
        AbiEntryKind.Rtas or AbiEntryKind.Hypercall => AbiCallShape.AreSame(oldValue, newValue),
        _ => false,
    };

    private static void AddMoves(List<AbiDifference> differences, AbiText old, AbiText now)
    {
        var after = now.Entries.Where(HasOrder).ToLookup(State, StringComparer.Ordinal);
        foreach (var before in old.Entries.Where(HasOrder).GroupBy(State, StringComparer.Ordinal))
        {
            var was = before.Where(entry => now.Find(entry.Kind, entry.Key) is not null).ToList();
            var became = after[before.Key].Where(entry => old.Find(entry.Kind, entry.Key) is not null).ToList();
            var first = was.Zip(became, (one, other) => one.Subject == other.Subject).ToList().IndexOf(false);
            if (first >= 0)
                differences.Add(new AbiDifference(became[first].Kind, became[first].Key, AbiChange.Moved, was[first].Key, became[first].Value));
        }

        static bool HasOrder(AbiEntry entry) =>
            entry.Kind == AbiEntryKind.Field || (entry.Kind == AbiEntryKind.State && StateOf(entry.Kind, entry.Key).Length > 0);

        // Fields and subsections of a state are two orders.
        static string State(AbiEntry entry) => $"{entry.Kind} {StateOf(entry.Kind, entry.Key)}";
    }
}
