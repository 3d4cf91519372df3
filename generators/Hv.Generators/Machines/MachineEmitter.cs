using System.Globalization;
using Hv.Generators.Devices;

namespace Hv.Generators.Machines;

/// <summary>Writes versions, families and the catalog.</summary>
internal static class MachineEmitter
{
    private const string Machines = "global::Hv.Runtime.Machines.";

    public static string Version(ChainedVersion chained)
    {
        var version = chained.Version;
        var writer = SourceWriter.ForFile().FileNamespace(version.Namespace);
        using (writer.Types(version.Heads))
        {
            writer.Summary($"Machine version <c>{version.Name}</c>: what it is called, and the compat rows that make it.");
            writer.Line($"public static {Machines}MachineVersion MachineVersion {{ get; }} = new(");
            using (writer.Indent())
            {
                writer.Line(string.Format(
                    CultureInfo.InvariantCulture,
                    "{0}, {1}, {2}, {3}, {4}, {5},",
                    Symbols.Literal(version.Name), version.Id.Major, version.Id.Minor, Symbols.Literal(version.Id.Suffix),
                    Symbols.Literal(chained.Summary), version.IsDefault ? "true" : "false"));
                Compat(writer, chained);
                writer.Line($"static () => new {version.ClassName}());");
            }

            writer.Line();
            writer.Line("/// <inheritdoc/>");
            writer.Line($"public override {Machines}MachineVersion Version => MachineVersion;");
        }

        return writer.ToString();
    }

    public static string Family(MachineRegistry registry)
    {
        var family = registry.Family;
        var writer = SourceWriter.ForFile().FileNamespace(family.Namespace);
        using (writer.Types(family.Heads))
        {
            writer.Summary($"Machine family <c>{family.Name}</c> and its versions, newest first.");
            writer.Line($"public static {Machines}MachineFamily Family => MachineVersions.Family;");
            writer.Line();
            writer.Line("// A class of its own, initialized after the one around it: the versions' rows need the ObjectType of that one.");
            using (writer.Block("private static class MachineVersions"))
            {
                writer.Line($"internal static readonly {Machines}MachineFamily Family = new(");
                using (writer.Indent())
                {
                    writer.Line($"{Symbols.Literal(family.Name)}, {Symbols.Literal(family.Summary)}, {family.ClassName}.ObjectType,");
                    using (writer.List("]);"))
                    {
                        foreach (var version in registry.Versions)
                            writer.Line($"{version}.MachineVersion,");
                    }
                }
            }
        }

        return writer.ToString();
    }

    public static string Catalog(string assembly, IEnumerable<string> families)
    {
        var writer = SourceWriter.ForFile().FileNamespace(DeviceCatalogModel.NamespaceOf(assembly));
        writer.Summary("The machine families of this assembly.");
        using (writer.Block("public static class MachineCatalog"))
        {
            writer.Summary("The families, by name.");
            writer.Line($"public static global::System.Collections.Generic.IReadOnlyList<{Machines}MachineFamily> Families {{ get; }} =");
            using (writer.List("];"))
            {
                foreach (var family in families)
                    writer.Line($"{family}.Family,");
            }
        }

        return writer.ToString();
    }

    private static void Compat(SourceWriter writer, ChainedVersion chained)
    {
        var (version, newer) = (chained.Version, chained.BuildsOn);
        var inherited = newer is null ? $"{Machines}CompatTable.Empty" : $"{newer}.MachineVersion.Compat";
        if (version.Rows.Count == 0)
        {
            // An older version without rows of its own still needs a table of its own: one whose Own is empty.
            writer.Line(newer is null ? $"{inherited}," : $"{inherited}.Extend([]),");
            return;
        }

        writer.Line($"{inherited}.Extend(");
        using (writer.List("]),"))
        {
            foreach (var row in version.Rows)
            {
                // The type stands there because a constant does not take part in inferring it: 5 would make it int.
                writer.Line(
                    $"{Machines}CompatRow.Of<{row.Type}>({Symbols.Literal(version.Name)}, {row.Target}.ObjectType, {row.Property}, {row.Value}),");
            }
        }
    }
}
