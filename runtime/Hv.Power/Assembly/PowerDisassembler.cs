using System.Globalization;
using Hv.Power.Declarations;
using Hv.Power.Instructions;

namespace Hv.Power.Assembly;

/// <summary>Writes instruction words as assembly language, in a form that <see cref="PowerAssembler"/> and the GNU assembler read.</summary>
public static class PowerDisassembler
{
    private static readonly string[] CrBits = ["lt", "gt", "eq", "so"];

    /// <summary>Writes a word.</summary>
    /// <param name="word">The word.</param>
    /// <param name="address">Its address, for targets of branches.</param>
    /// <param name="extended">Whether extended mnemonics are used where there are any.</param>
    /// <returns>The instruction, or <c>.long</c> when it is none.</returns>
    public static string Disassemble(uint word, ulong address, bool extended = true)
    {
        var number = PowerIsa.Decode(word);
        if (number < 0)
            return string.Create(CultureInfo.InvariantCulture, $".long 0x{word:x8}");

        var instruction = PowerIsa.Instructions[number];
        var patterns = MnemonicTable.Of(instruction);
        foreach (var pattern in extended ? patterns : patterns[^1..])
        {
            if (pattern.Match(Values(pattern, word, address)) is { } operands)
                return Write(pattern, operands, MnemonicTable.LettersOf(instruction, word));
        }

        throw new InvalidOperationException($"{instruction.Mnemonic} has no pattern of its own.");
    }

    /// <summary>Writes a word with its address, as a line of QEMU's <c>-d in_asm</c>: <c>0x00001000:  38600001  li       r3,1</c>.</summary>
    /// <inheritdoc cref="Disassemble"/>
    public static string Line(uint word, ulong address, bool extended = true)
    {
        var text = Disassemble(word, address, extended);
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        return space < 0 ? Text($"0x{address:x8}:  {word:x8}  {text}") : Text($"0x{address:x8}:  {word:x8}  {text[..space],-8} {text[(space + 1)..]}");
    }

    private static long[] Values(Pattern pattern, uint word, ulong address)
    {
        var isAbsolute = pattern.Instruction.Field("AA")?.Read(word) == 1;
        return
        [
            .. pattern.Fields.Select(field => field.Read(word) + (field.Kind == FieldKind.Branch && !isAbsolute ? (long)address : 0)),
        ];
    }

    private static string Write(Pattern pattern, Dictionary<string, long> operands, string letters)
    {
        var mnemonic = letters.EndsWith('.') || !pattern.Mnemonic.EndsWith('.') ? pattern.Mnemonic + letters : pattern.Mnemonic;
        if (pattern.Operands.Length == 0)
            return mnemonic;

        return mnemonic + " " + string.Join(",", pattern.Operands.Select(operand =>
        {
            var parenthesis = operand.IndexOf('(', StringComparison.Ordinal);
            return parenthesis < 0
                ? Operand(pattern, operand, operands)
                : $"{Operand(pattern, operand[..parenthesis], operands)}({Operand(pattern, operand[(parenthesis + 1)..^1], operands)})";
        }));
    }

    private static string Operand(Pattern pattern, string name, Dictionary<string, long> operands)
    {
        var number = operands[name];
        var kind = PowerIsa.Fields.FirstOrDefault(field => field.Name == name)?.Kind ?? FieldKind.Number;
        return kind switch
        {
            FieldKind.Gpr or FieldKind.GprPair when number == 0 && name == "RA" && pattern.Instruction.Syntax.Contains("RA|0", StringComparison.Ordinal) => "0",
            FieldKind.Gpr or FieldKind.GprPair => Text($"r{number}"),
            FieldKind.Fpr => Text($"f{number}"),
            FieldKind.Vr => Text($"v{number}"),
            FieldKind.Vsr => Text($"vs{number}"),
            FieldKind.CrField => Text($"cr{number}"),
            FieldKind.CrBit => number < 4 ? CrBits[number] : Text($"4*cr{number / 4}+{CrBits[number % 4]}"),
            FieldKind.Branch => Text($"0x{number:x}"),
            _ => number.ToString(CultureInfo.InvariantCulture),
        };
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
