using System.Collections.Frozen;
using Hv.Power.Instructions;

namespace Hv.Power.Assembly;

/// <summary>All ways to write the instructions of <see cref="PowerIsa"/>, made of their declarations.</summary>
internal static class MnemonicTable
{
    private static readonly (string Field, string Letter)[] Letters = [("OE", "o"), ("LK", "l"), ("AA", "a"), ("Rc", ".")];

    private static readonly Pattern[] Patterns = Make();
    private static readonly FrozenDictionary<(string, int), (Pattern, uint)> ByMnemonic = Index();
    private static readonly FrozenDictionary<string, Pattern[]> ByInstruction = Patterns
        .Where(pattern => !pattern.OnlyWritten)
        .OrderBy(pattern => pattern.IsPlain)
        .GroupBy(pattern => pattern.Instruction.Mnemonic, StringComparer.Ordinal)
        .ToFrozenDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);

    /// <summary>All mnemonics, with their letters.</summary>
    public static IEnumerable<string> Mnemonics => ByMnemonic.Keys.Select(key => key.Item1).Distinct();

    /// <summary>Finds how something is written.</summary>
    /// <param name="mnemonic">The mnemonic with its letters.</param>
    /// <param name="operands">How many operands stand behind it.</param>
    /// <param name="found">The pattern, and the bits that the letters set.</param>
    public static bool TryFind(string mnemonic, int operands, out (Pattern Pattern, uint Bits) found) =>
        ByMnemonic.TryGetValue((mnemonic, operands), out found);

    /// <summary>What a mnemonic can have behind it.</summary>
    public static IEnumerable<Pattern> Find(string mnemonic) =>
        ByMnemonic.Where(entry => entry.Key.Item1 == mnemonic).Select(entry => entry.Value.Item1);

    /// <summary>The ways to write an instruction, the instruction itself last.</summary>
    public static ReadOnlySpan<Pattern> Of(InstructionDescription instruction) => ByInstruction[instruction.Mnemonic];

    /// <summary>The letters of a word's variant.</summary>
    public static string LettersOf(InstructionDescription instruction, uint word)
    {
        var letters = "";
        foreach (var (field, letter) in Letters)
        {
            if (instruction.Field(field) is { } variant && variant.Read(word) == 1)
                letters += letter;
        }

        return letters;
    }

    private static Pattern[] Make()
    {
        var instructions = PowerIsa.Instructions.ToFrozenDictionary(instruction => instruction.Mnemonic, StringComparer.Ordinal);
        return
        [
            .. PowerIsa.Instructions.Select(Pattern.Of),
            .. PowerIsa.ExtendedMnemonics.SelectMany(extended => Pattern.Of(extended, instructions)),
        ];
    }

    private static FrozenDictionary<(string, int), (Pattern, uint)> Index()
    {
        var index = new Dictionary<(string, int), (Pattern, uint)>();
        foreach (var pattern in Patterns)
        {
            foreach (var (letters, bits) in Variants(pattern.Instruction))
                index.TryAdd((pattern.Mnemonic + letters, pattern.Operands.Length), (pattern, bits));
        }

        return index.ToFrozenDictionary();
    }

    private static IEnumerable<(string Letters, uint Bits)> Variants(InstructionDescription instruction)
    {
        IEnumerable<(string Letters, uint Bits)> variants = [("", 0u)];
        foreach (var (name, letter) in Letters)
        {
            if (instruction.Field(name) is { } field)
                variants = [.. variants, .. variants.Select(variant => (variant.Letters + letter, field.Write(variant.Bits, 1)))];
        }

        return variants;
    }
}
