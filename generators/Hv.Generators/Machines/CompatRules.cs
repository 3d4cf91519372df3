using Microsoft.CodeAnalysis;

namespace Hv.Generators.Machines;

/// <summary>
/// What a version's entries must be to one another and to the newer versions'. The order decides which of two entries applies,
/// newer versions' first, never which type is the more derived: that is how <c>CompatTable</c> applies them.
/// </summary>
internal static class CompatRules
{
    /// <summary>Reports entries that are repeated, change nothing, or reach nothing.</summary>
    public static void Check(
        MachineIndex index, VersionDeclaration version, ImmutableArray<CompatEntry> own, Action<Diagnostic> report, CancellationToken cancellation)
    {
        var before = index.InheritedBy(version, cancellation).ToList();
        for (var position = 0; position < own.Length; position++)
        {
            cancellation.ThrowIfCancellationRequested();
            var entry = own[position];
            if (own.Take(position).FirstOrDefault(earlier => earlier.IsSameProperty(entry) && earlier.IsSameTarget(entry)) is { } repeated)
            {
                report(Diagnostic.Create(
                    MachineDescriptors.RepeatedEntry, entry.Location(cancellation), version.Name, entry.Target.Name, entry.Property.MemberName,
                    repeated.Value.Text));
            }
            else if (!index.ReachesDevice(entry.Target) && entry.Target.FindAttribute(AttributeNames.Device) is not null)
            {
                report(Diagnostic.Create(
                    MachineDescriptors.UnreachedTarget,
                    CompatEntry.TargetLocation(entry.Attribute, version.Type, cancellation),
                    entry.Target.Name,
                    entry.Property.MemberName));
            }
            else if (WhyDead(entry, before, own.Skip(position + 1)) is { } reason)
            {
                report(Diagnostic.Create(
                    MachineDescriptors.DeadEntry, entry.Location(cancellation),
                    entry.Target.Name, entry.Property.MemberName, entry.Value.Text, version.Name, reason));
            }

            before.Add(entry);
        }
    }

    /// <summary>
    /// Why the version is the same without an entry; <see langword="null"/> when it is not. A type that no entry names has the
    /// value of the nearest of its bases that one does, so that looking at the named types is looking at all.
    /// </summary>
    private static string? WhyDead(CompatEntry entry, List<CompatEntry> inherited, IEnumerable<CompatEntry> following)
    {
        // An entry repeated for the same type is reported as that.
        var before = inherited.Where(entry.IsSameProperty).ToList();
        var after = following.Where(later => entry.IsSameProperty(later) && !entry.IsSameTarget(later)).ToList();
        var affected = before.Concat(after).Append(entry).Select(other => other.Target).Where(entry.AppliesTo);
        if (affected.Any(type => Deciding(after, type) is null && ValueBefore(type) != entry.Value.Literal))
            return null;

        if (Deciding(after, entry.Target) is { } shadow)
            return $"the entry for '{shadow.Target.Name}' that follows sets it to {shadow.Value.Text}";

        return Deciding(before, entry.Target) is not { } deciding
            ? "that is the property's default"
            : deciding.IsSameTarget(entry)
                ? $"'{deciding.Version.Name}' sets that value already"
                : $"'{deciding.Version.Name}' sets that value already, for all '{deciding.Target.Name}'";

        string ValueBefore(INamedTypeSymbol type) => Deciding(before, type)?.Value.Literal ?? entry.Property.DefaultLiteral;
    }

    private static CompatEntry? Deciding(List<CompatEntry> entries, INamedTypeSymbol type) => entries.LastOrDefault(entry => entry.AppliesTo(type));
}
