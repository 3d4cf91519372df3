using System.Globalization;
using System.Text;
using Hv.Generators.Devices;

namespace Hv.Generators.Abi;

/// <summary>Writes the texts of an assembly's machine versions: each line once, behind the numbers of the versions that have it.</summary>
internal static class AbiEmitter
{
    private const string Abi = "global::Hv.Runtime.Abi.";

    /// <summary>No line holds so many: in values they are escaped.</summary>
    private const string Quotes = "\"\"\"\"\"";

    public static string Emit(string assembly, AbiModel model)
    {
        var writer = SourceWriter.ForFile().FileNamespace(DeviceCatalogModel.NamespaceOf(assembly));
        writer.Summary("What the machine versions of this assembly show their guests.");
        using (writer.Block("public static class GuestAbi"))
        {
            writer.Summary("The machine versions, each family's newest first.");
            writer.Line("public static global::System.Collections.Generic.IReadOnlyList<string> Versions { get; } =");
            using (writer.List("];"))
            {
                foreach (var version in model.Versions)
                    writer.Line($"{Symbols.Literal(version.Name)},");
            }

            writer.Line();
            writer.Summary("What this version shows its guests, or <see langword=\"null\"/> when the assembly has no such version.");
            writer.Line($"public static {Abi}AbiText? Find(string version) => {Abi}AbiTable.Find(Versions, version, Lines);");
            writer.Line();
            writer.Line("// In front of each line the places of the versions that have it.");
            writer.Line("private static global::System.ReadOnlySpan<byte> Lines =>");
            using (writer.Indent())
            {
                writer.Line(Quotes);
                foreach (var line in model.Lines)
                    writer.Line($"{Numbers(line.Versions)} {line.Entry}");

                writer.Line($"{Quotes}u8;");
            }
        }

        return writer.ToString();
    }

    private static string Numbers(EquatableArray<(int First, int Last)> runs)
    {
        var text = new StringBuilder();
        foreach (var (first, last) in runs)
        {
            if (text.Length > 0)
                text.Append(',');

            text.Append(first.ToString(CultureInfo.InvariantCulture));
            if (last > first)
                text.Append('-').Append(last.ToString(CultureInfo.InvariantCulture));
        }

        return text.ToString();
    }
}
