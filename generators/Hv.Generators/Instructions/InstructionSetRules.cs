using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace Hv.Generators.Instructions;

/// <summary>What must hold between the instructions of a set: no word is two of them, and no mnemonic.</summary>
internal static class InstructionSetRules
{
    private static readonly Regex Name = new("[A-Za-z][A-Za-z0-9]*", RegexOptions.CultureInvariant);
    private static readonly Regex Choice = new(@"\[(?<items>[^\]]*)\]", RegexOptions.CultureInvariant);
    private static readonly char[] OperandMarks = [',', '(', ')'];

    public static void Check(IEnumerable<INamedTypeSymbol> containers, Action<Diagnostic> report, CancellationToken cancellation)
    {
        var bySet = containers
            .Where(type => type.FindAttribute(AttributeNames.Instructions)?.PositionalValue<INamedTypeSymbol>(0) is not null)
            .GroupBy(type => type.FindAttribute(AttributeNames.Instructions)!.PositionalValue<INamedTypeSymbol>(0)!.FullName(), StringComparer.Ordinal);
        foreach (var set in bySet)
        {
            var found = set.SelectMany(type => Find(type, cancellation))
                .OrderBy(entry => entry.Place.SourceTree?.FilePath, StringComparer.Ordinal)
                .ThenBy(entry => entry.Place.SourceSpan.Start)
                .ToList();
            CheckMnemonics(found, report);
            CheckOverlaps(found, report, cancellation);
            CheckExtended(set, found, report, cancellation);
        }
    }

    private static IEnumerable<Entry> Find(INamedTypeSymbol type, CancellationToken cancellation)
    {
        var set = type.FindAttribute(AttributeNames.Instructions)!.PositionalValue<INamedTypeSymbol>(0)!;
        var fields = InstructionParser.Fields(set).ToLookup(field => field.Name, StringComparer.Ordinal);
        foreach (var method in type.GetMembers().OfType<IMethodSymbol>())
        {
            foreach (var declaration in method.FindAttributes(AttributeNames.Instruction).Where(Symbols.IsReadable))
            {
                if (new MethodParser(method, declaration, fields, report: null, cancellation).Parse() is { } instruction)
                {
                    yield return new Entry(
                        instruction, declaration.ArgumentLocation(0, method, cancellation), declaration.ArgumentLocation(1, method, cancellation),
                        $"{type.Name}.{method.Name}");
                }
            }
        }
    }

    private static void CheckMnemonics(IReadOnlyList<Entry> entries, Action<Diagnostic> report)
    {
        var first = new Dictionary<string, Entry>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            foreach (var mnemonic in Written(entry.Instruction))
            {
                if (first.TryGetValue(mnemonic, out var other))
                    report(Diagnostic.Create(InstructionDiagnostics.DuplicateMnemonic, entry.Place, mnemonic, other.Method));
                else
                    first.Add(mnemonic, entry);
            }
        }
    }

    /// <summary>The mnemonics with the letters of all variants.</summary>
    private static IEnumerable<string> Written(InstructionModel instruction) =>
        Enumerable.Range(0, instruction.VariantCount).Select(instruction.MnemonicOf).Distinct();

    /// <summary>
    /// Each pair is looked at. Their forms overlap unless there is a bit that is constant in both and not the same: so a set without
    /// a report has no word with two meanings.
    /// </summary>
    private static void CheckOverlaps(IReadOnlyList<Entry> entries, Action<Diagnostic> report, CancellationToken cancellation)
    {
        for (var index = 0; index < entries.Count; index++)
        {
            cancellation.ThrowIfCancellationRequested();
            var form = entries[index].Instruction.Form;
            for (var other = 0; other < index; other++)
            {
                if (!form.Overlaps(entries[other].Instruction.Form))
                    continue;

                var word = (form.Value | entries[other].Instruction.Form.Value).ToString("X8", CultureInfo.InvariantCulture);
                report(Diagnostic.Create(
                    InstructionDiagnostics.Overlap, entries[index].FormPlace, entries[index].Instruction.Mnemonic, entries[other].Instruction.Mnemonic, word));
                break;
            }
        }
    }

    private static void CheckExtended(
        IEnumerable<INamedTypeSymbol> types, IEnumerable<Entry> entries, Action<Diagnostic> report, CancellationToken cancellation)
    {
        var instructions = entries.GroupBy(entry => entry.Instruction.Mnemonic, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.First().Instruction, StringComparer.Ordinal);
        foreach (var method in types.SelectMany(type => type.GetMembers().OfType<IMethodSymbol>()))
        {
            foreach (var attribute in method.FindAttributes(AttributeNames.ExtendedMnemonic).Where(Symbols.IsReadable))
            {
                var written = attribute.PositionalValue<string>(0) ?? "";
                var meaning = attribute.PositionalValue<string>(1) ?? "";
                if (Problem(written, meaning, instructions) is { } problem)
                {
                    report(Diagnostic.Create(
                        InstructionDiagnostics.WrongExtended, attribute.ArgumentLocation(1, method, cancellation), written, meaning, problem));
                }
            }
        }
    }

    private static string? Problem(string written, string meaning, IReadOnlyDictionary<string, InstructionModel> instructions)
    {
        var choices = Choice.Matches(written).Count;
        if (choices > 1 || Choice.Matches(meaning).Count > choices
            || (choices == 1 && Choice.Match(meaning) is { Success: true } values && Items(values) != Items(Choice.Match(written))))
        {
            return "a list of choices has as many values on the other side, and there is one";
        }

        var (mnemonic, operands) = Split(Choice.Replace(meaning, "0"));
        if (!instructions.TryGetValue(mnemonic, out var instruction))
            return $"'{mnemonic}' is no instruction{(NearestName.Find(mnemonic, instructions.Keys) is { } nearest ? $"; did you mean '{nearest}'?" : "")}";

        var expected = Operands(instruction.Syntax);
        if (operands.Count != expected.Count)
            return $"'{mnemonic}' has {expected.Count} operands ({instruction.Syntax}), not {operands.Count}";

        var known = Split(Choice.Replace(written, "")).Operands;
        var unknown = operands.SelectMany(operand => Name.Matches(operand).Cast<Match>()).Select(match => match.Value).FirstOrDefault(name => !known.Contains(name));
        return unknown is null ? null : $"'{unknown}' is none of its operands";
    }

    private static int Items(Match choice) => choice.Groups["items"].Value.Split('|').Length;

    private static (string Mnemonic, List<string> Operands) Split(string text)
    {
        var blank = text.IndexOf(' ');
        return blank < 0 ? (text, []) : (text.Substring(0, blank), Operands(text.Substring(blank + 1)));
    }

    private static List<string> Operands(string text) =>
        [.. text.Split(OperandMarks, StringSplitOptions.RemoveEmptyEntries).Select(operand => operand.Trim())];

    private sealed record Entry(InstructionModel Instruction, Location Place, Location FormPlace, string Method);
}
