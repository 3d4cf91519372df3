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

                // Later entries are judged without it, so that all that are reported can go together.
                continue;
            }

            before.Add(entry);
        }
    }

    /// <summary>
    /// Why an entry changes no type's value; <see langword="null"/> when it changes some. Types that no entry names follow the
    /// nearest that one does, so that looking at the entry's target and at the named types below it is looking at all.
    /// </summary>
    private static string? WhyDead(CompatEntry entry, List<CompatEntry> before, IEnumerable<CompatEntry> after)
    {
        var shadow = after.FirstOrDefault(later => later.IsSameProperty(entry) && !later.IsSameTarget(entry) && later.AppliesTo(entry.Target));
        if (shadow is not null)
            return $"the entry for '{shadow.Target.Name}' that follows sets it to {shadow.Value.Text}";

        var related = before.Where(earlier => earlier.IsSameProperty(entry)).ToList();
        var derived = related.Select(earlier => earlier.Target).Where(entry.AppliesTo);
        if (derived.Any(type => ValueOf(type) != entry.Value.Literal) || ValueOf(entry.Target) != entry.Value.Literal)
            return null;

        return Deciding(entry.Target) is not { } deciding
            ? "that is the property's default"
            : deciding.IsSameTarget(entry)
                ? $"'{deciding.Version.Name}' sets that value already"
                : $"'{deciding.Version.Name}' sets that value already, for all '{deciding.Target.Name}'";

        CompatEntry? Deciding(INamedTypeSymbol type) => related.LastOrDefault(earlier => earlier.AppliesTo(type));

        string ValueOf(INamedTypeSymbol type) => Deciding(type)?.Value.Literal ?? entry.Property.DefaultLiteral;
    }
}
