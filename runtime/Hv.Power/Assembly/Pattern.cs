using System.Globalization;
using System.Text.RegularExpressions;
using Hv.Power.Instructions;

namespace Hv.Power.Assembly;

/// <summary>
/// A way to write an instruction: its mnemonic and operands, and what each field of the instruction is of them.
/// </summary>
internal sealed partial class Pattern
{
    private readonly string[] _values;

    private Pattern(string mnemonic, string[] operands, InstructionDescription instruction, string[] values)
    {
        Mnemonic = mnemonic;
        Operands = operands;
        Instruction = instruction;
        Fields = [.. SyntaxNames(instruction.Syntax).Select(name => instruction.Field(name)!)];
        _values = values;
    }

    /// <summary>The mnemonic, without the letters of OE, LK, AA and Rc.</summary>
    public string Mnemonic { get; }

    /// <summary>The operands: names, <c>D(RA)</c> for two in one.</summary>
    public string[] Operands { get; }

    /// <summary>The instruction.</summary>
    public InstructionDescription Instruction { get; }

    /// <summary>Its fields that are operands, in the order of its syntax.</summary>
    public InstructionField[] Fields { get; }

    /// <summary>Whether it is the instruction itself.</summary>
    public bool IsPlain { get; private init; }

    /// <summary>Whether the disassembler does not write it.</summary>
    public bool OnlyWritten { get; private init; }

    /// <summary>The instruction as it is declared.</summary>
    public static Pattern Of(InstructionDescription instruction)
    {
        var operands = SplitOperands(instruction.Syntax.Replace("|0", "", StringComparison.Ordinal));
        return new Pattern(instruction.Mnemonic, operands, instruction, [.. SyntaxNames(instruction.Syntax)]) { IsPlain = true };
    }

    /// <summary>The patterns of an extended mnemonic: one, or as many as its list of choices has.</summary>
    public static IEnumerable<Pattern> Of(ExtendedMnemonic extended, IReadOnlyDictionary<string, InstructionDescription> instructions)
    {
        var choices = Choice().Match(extended.Written);
        var count = choices.Success ? choices.Groups[1].Value.Split('|').Length : 1;
        for (var index = 0; index < count; index++)
        {
            var chosen = index;
            var written = Choice().Replace(extended.Written, match => match.Groups[1].Value.Split('|')[chosen]);
            var meaning = Choice().Replace(extended.Meaning, match => match.Groups[1].Value.Split('|')[chosen]);
            var (mnemonic, operands) = SplitMnemonic(written);
            var (target, values) = SplitMnemonic(meaning);
            yield return new Pattern(mnemonic, SplitOperands(operands), instructions[target], SplitOperands(values)) { OnlyWritten = extended.OnlyWritten };
        }
    }

    /// <summary>Splits operands at commas outside of parentheses.</summary>
    public static string[] SplitOperands(string text)
    {
        if (text.AsSpan().Trim().IsEmpty)
            return [];

        var parts = new List<string>();
        var depth = 0;
        var start = 0;
        for (var index = 0; index < text.Length; index++)
        {
            depth += text[index] switch { '(' => 1, ')' => -1, _ => 0 };
            if (text[index] == ',' && depth == 0)
            {
                parts.Add(text[start..index].Trim());
                start = index + 1;
            }
        }

        parts.Add(text[start..].Trim());
        return [.. parts];
    }

    /// <summary>The mnemonic and the rest of a text.</summary>
    public static (string Mnemonic, string Operands) SplitMnemonic(string text)
    {
        var blank = text.AsSpan().IndexOfAny(' ', '\t');
        return blank < 0 ? (text, "") : (text[..blank], text[(blank + 1)..].Trim());
    }

    /// <summary>The numbers of the fields, from those of the operands.</summary>
    /// <exception cref="FormatException">An operand has no value.</exception>
    public IEnumerable<long> Values(IReadOnlyDictionary<string, long> operands) =>
        _values.Select(value => OperandExpression.Evaluate(value, name => operands.TryGetValue(name, out var number) ? number : null));

    /// <summary>The numbers of the operands, from those of the fields, or <see langword="null"/> when the instruction is not written so.</summary>
    public Dictionary<string, long>? Match(IReadOnlyList<long> fields)
    {
        var operands = new Dictionary<string, long>(StringComparer.Ordinal);
        for (var index = 0; index < _values.Length; index++)
        {
            var unbound = Name().Matches(_values[index]).Select(match => match.Value).FirstOrDefault(name => !operands.ContainsKey(name));
            if (unbound is not null && !Solve(_values[index], unbound, fields[index], operands))
                return null;

            if (Evaluate(_values[index], operands) != fields[index])
                return null;
        }

        return operands;
    }

    /// <summary>Finds the value of a name for which an expression, which is linear in it, has a value that is not negative.</summary>
    private static bool Solve(string expression, string name, long value, Dictionary<string, long> operands)
    {
        operands[name] = 0;
        var offset = Evaluate(expression, operands);
        operands[name] = 1;
        var factor = Evaluate(expression, operands) - offset;
        var isPlain = factor == 1 && offset == 0;
        operands[name] = factor == 0 ? 0 : (value - offset) / factor;
        return isPlain || operands[name] >= 0;
    }

    private static long Evaluate(string expression, Dictionary<string, long> operands) =>
        OperandExpression.Evaluate(expression, name => operands.TryGetValue(name, out var number) ? number : null);

    private static IEnumerable<string> SyntaxNames(string syntax) => Name().Matches(syntax.Replace("|0", "", StringComparison.Ordinal)).Select(match => match.Value);

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Mnemonic} {string.Join(",", Operands)}");

    [GeneratedRegex("[A-Za-z][A-Za-z0-9]*", RegexOptions.CultureInvariant)]
    private static partial Regex Name();

    [GeneratedRegex(@"\[([^\]]*)\]", RegexOptions.CultureInvariant)]
    private static partial Regex Choice();
}
