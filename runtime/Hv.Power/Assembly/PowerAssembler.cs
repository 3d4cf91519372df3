using System.Globalization;
using Hv.Power.Declarations;
using Hv.Power.Instructions;
using Hv.Runtime.Text;

namespace Hv.Power.Assembly;

/// <summary>
/// Makes bytes of assembly language: the instructions that <see cref="PowerIsa"/> declares, their extended mnemonics, labels and the
/// directives <c>.byte .short .long .quad .ascii .asciz .space .align .org .set</c>, and macros (<c>.macro NAME parameter, …</c> to <c>.endm</c>).
/// </summary>
/// <remarks>
/// A line holds labels (<c>name:</c>), then an instruction or a directive; a comment starts with <c>#</c>. Registers are written
/// <c>r3 f3 v3 vs3</c> or 3, CR fields <c>cr1</c> or 1, CR bits <c>4*cr1+eq</c> or 6. A displacement of a branch is the address it leads to.
/// <c>.align</c> takes a power of two, as the GNU assembler for this processor does; <c>.org</c> an address.
/// </remarks>
public sealed class PowerAssembler
{
    private const int LargestOutput = 64 * 1024 * 1024;
    private const string HintBits = "BO";

    private static readonly Dictionary<string, long> Predefined = MakePredefined();

    private readonly bool _isBigEndian;
    private readonly ulong _origin;
    private readonly Dictionary<string, long> _symbols = new(StringComparer.Ordinal);
    private readonly List<byte> _bytes = [];
    private bool _isFinal;

    private PowerAssembler(ulong origin, bool isBigEndian)
    {
        _origin = origin;
        _isBigEndian = isBigEndian;
    }

    private ulong Address => _origin + (ulong)_bytes.Count;

    /// <summary>Assembles a text.</summary>
    /// <param name="source">The text.</param>
    /// <param name="origin">The address of its first byte.</param>
    /// <param name="isBigEndian">The byte order of instructions and data.</param>
    /// <exception cref="AssemblyException">A line is wrong; the message says how.</exception>
    public static AssembledCode Assemble(string source, ulong origin = 0, bool isBigEndian = true)
    {
        var assembler = new PowerAssembler(origin, isBigEndian);
        var lines = MacroExpander.Expand(source);
        assembler.Run(lines);
        assembler._isFinal = true;
        assembler._bytes.Clear();
        assembler.Run(lines);
        return new AssembledCode(origin, assembler._bytes.ToArray(), assembler._symbols);
    }

    /// <summary>Encodes one instruction.</summary>
    /// <exception cref="AssemblyException">It is none.</exception>
    public static uint Encode(string instruction, ulong address = 0)
    {
        var assembler = new PowerAssembler(address, isBigEndian: true) { _isFinal = true };
        try
        {
            return assembler.Instruction(instruction.Trim());
        }
        catch (FormatException problem) when (problem is not AssemblyException)
        {
            throw new AssemblyException(1, problem.Message);
        }
    }

    private static Dictionary<string, long> MakePredefined()
    {
        var names = new Dictionary<string, long>(StringComparer.Ordinal) { ["lt"] = 0, ["gt"] = 1, ["eq"] = 2, ["so"] = 3, ["un"] = 3 };
        foreach (var letter in (char[])['r', 'f', 'v'])
        {
            for (var number = 0; number < 32; number++)
                names.Add(string.Create(CultureInfo.InvariantCulture, $"{letter}{number}"), number);
        }

        for (var number = 0; number < 64; number++)
            names.Add(string.Create(CultureInfo.InvariantCulture, $"vs{number}"), number);

        for (var number = 0; number < 8; number++)
            names.Add(string.Create(CultureInfo.InvariantCulture, $"cr{number}"), number);

        return names;
    }

    /// <summary>A line up to its comment.</summary>
    internal static string WithoutComment(string line)
    {
        var isQuoted = false;
        for (var index = 0; index < line.Length; index++)
        {
            if (line[index] == '"')
                isQuoted = !isQuoted;
            else if (line[index] == '#' && !isQuoted)
                return line[..index];
        }

        return line;
    }

    private void Run(IReadOnlyList<(int Number, string Text)> lines)
    {
        foreach (var (number, text) in lines)
        {
            try
            {
                Line(text);
            }
            catch (FormatException problem)
            {
                throw new AssemblyException(number, problem.Message);
            }
        }
    }

    private void Line(string line)
    {
        var text = WithoutComment(line).Trim();
        for (var colon = text.IndexOf(':'); colon > 0 && text.AsSpan(0, colon).IndexOfAny(" \t\"(,") < 0; colon = text.IndexOf(':'))
        {
            Define(text[..colon], (long)Address);
            text = text[(colon + 1)..].TrimStart();
        }

        if (text.Length == 0)
            return;

        if (text[0] == '.')
            Directive(text);
        else
            Emit(Instruction(text), 4);
    }

    private void Define(string name, long value)
    {
        if (Predefined.ContainsKey(name))
            throw new FormatException($"'{name}' is a register");

        if (!_isFinal && !_symbols.TryAdd(name, value))
            throw new FormatException($"'{name}' is defined twice");
    }

    private void Directive(string text)
    {
        var (name, rest) = Pattern.SplitMnemonic(text);
        var operands = Pattern.SplitOperands(rest);
        switch (name)
        {
            case ".byte":
                EmitAll(operands, 1);
                break;
            case ".short":
                EmitAll(operands, 2);
                break;
            case ".long":
                EmitAll(operands, 4);
                break;
            case ".quad":
                EmitAll(operands, 8);
                break;
            case ".ascii":
                EmitText(rest);
                break;
            case ".asciz":
                EmitText(rest);
                _bytes.Add(0);
                break;
            case ".space":
                Fill(Size(Single(name, operands)));
                break;
            case ".align":
                var power = Size(Single(name, operands));
                if (power > 20)
                    throw new FormatException($".align takes a power of two up to 20, not {power}");

                Fill((int)(((ulong)0 - Address) & ((1UL << (int)power) - 1)));
                break;
            case ".org":
                var distance = Size(Single(name, operands)) is var target && (ulong)target >= Address ? (ulong)target - Address : ulong.MaxValue;
                Fill(distance <= LargestOutput ? (int)distance : throw new FormatException($".org goes forward, and at most {LargestOutput} bytes: it is at 0x{Address:x}"));
                break;
            case ".set" when operands.Length == 2:
                Define(operands[0], Evaluate(operands[1], isSize: true));
                break;
            default:
                throw new FormatException(
                    $"'{name}' is no directive, or has other operands; there are .byte, .short, .long, .quad, .ascii, .asciz, .space, .align, .org and .set");
        }
    }

    private static string Single(string name, string[] operands) =>
        operands.Length == 1 ? operands[0] : throw new FormatException($"{name} has one operand, not {operands.Length}");

    private long Size(string operand) =>
        Evaluate(operand, isSize: true) is >= 0 and var size ? size : throw new FormatException($"'{operand}' is negative");

    private void Fill(long count)
    {
        if (_bytes.Count + count > LargestOutput)
            throw new FormatException($"the output is larger than {LargestOutput} bytes");

        for (var index = 0L; index < count; index++)
            _bytes.Add(0);
    }

    private void EmitAll(string[] operands, int size)
    {
        foreach (var operand in operands)
        {
            var value = Evaluate(operand);
            if (size < 8 && (value >= 1L << (8 * size) || value < -(1L << ((8 * size) - 1))))
                throw new FormatException($"{operand} does not fit into {size} bytes");

            Emit((ulong)value, size);
        }
    }

    private void EmitText(string text)
    {
        if (text.Length < 2 || text[0] != '"' || text[^1] != '"')
            throw new FormatException("a text stands between quotation marks");

        var content = text[1..^1].Replace("\\n", "\n", StringComparison.Ordinal).Replace("\\0", "\0", StringComparison.Ordinal);
        _bytes.AddRange(System.Text.Encoding.UTF8.GetBytes(content));
    }

    private void Emit(ulong value, int size)
    {
        if (_bytes.Count + size > LargestOutput)
            throw new FormatException($"the output is larger than {LargestOutput} bytes");

        for (var index = 0; index < size; index++)
            _bytes.Add((byte)(value >> (8 * (_isBigEndian ? size - 1 - index : index))));
    }

    private uint Instruction(string text)
    {
        var (mnemonic, rest) = Pattern.SplitMnemonic(text);
        var hint = mnemonic[^1] is '+' or '-' ? mnemonic[^1] : ' ';
        mnemonic = hint == ' ' ? mnemonic : mnemonic[..^1];
        var operands = Pattern.SplitOperands(rest);
        if (!MnemonicTable.TryFind(mnemonic, operands.Length, out var found))
            throw new FormatException(Unknown(mnemonic, operands.Length));

        var (pattern, bits) = found;
        var values = new Dictionary<string, long>(StringComparer.Ordinal);
        for (var index = 0; index < operands.Length; index++)
            Read(pattern, pattern.Operands[index], operands[index], values);

        var word = pattern.Instruction.Value | bits;
        var isAbsolute = pattern.Instruction.Field("AA")?.Read(word) == 1;
        foreach (var (field, value) in pattern.Fields.Zip(pattern.Values(values)))
            word = Write(pattern, field, word, value, isAbsolute, hint);

        return word;
    }

    private void Read(Pattern pattern, string name, string text, Dictionary<string, long> values)
    {
        var parenthesis = name.IndexOf('(', StringComparison.Ordinal);
        if (parenthesis < 0)
        {
            values[name] = Evaluate(text);
            return;
        }

        var open = text.LastIndexOf('(');
        if (open < 0 || text[^1] != ')')
            throw new FormatException($"{pattern.Mnemonic} takes {name} for '{text}'");

        values[name[..parenthesis]] = open == 0 ? 0 : Evaluate(text[..open]);
        values[name[(parenthesis + 1)..^1]] = Evaluate(text[(open + 1)..^1]);
    }

    private uint Write(Pattern pattern, InstructionField field, uint word, long value, bool isAbsolute, char hint)
    {
        if (field.Kind == FieldKind.Branch)
        {
            if (!_isFinal)
                return word;

            value -= isAbsolute ? 0 : (long)Address;
        }

        // The immediate of addis and of what is made of it may be written as the halfword that it is.
        if (field.Name == "SI" && pattern.Instruction.Mnemonic == "addis" && value is > short.MaxValue and <= ushort.MaxValue)
            value = (short)value;

        // A string of 32 bytes is written as what it is, and encoded as 0.
        if (field.Name == "NB" && value == 32)
            value = 0;

        if (hint != ' ' && field.Name == HintBits)
            value |= value >= 16 ? (hint == '+' ? 9L : 8L) : hint == '+' ? 3L : 2L;

        if (!_isFinal && (value < field.Minimum || value > field.Maximum || value % field.Scale != 0))
            return word;

        try
        {
            return field.Write(word, value);
        }
        catch (ArgumentOutOfRangeException)
        {
            throw new FormatException(
                $"{field.Name} of {pattern.Mnemonic} is a number from {field.Minimum} to {field.Maximum}{(field.Scale > 1 ? $", a multiple of {field.Scale}" : "")}, not {value}");
        }
    }

    private static string Unknown(string mnemonic, int operands)
    {
        var written = MnemonicTable.Find(mnemonic).Select(pattern => pattern.ToString().Trim()).Order(StringComparer.Ordinal).ToList();
        return written.Count == 0
            ? $"'{mnemonic}' is no instruction.{NearestName.Suggest(mnemonic, MnemonicTable.Mnemonics)}"
            : $"{mnemonic} is written {string.Join(" or ", written.Select(form => $"'{form}'"))}, not with {operands} operands";
    }

    private long Evaluate(string text, bool isSize = false) => OperandExpression.Evaluate(text, name => Resolve(name, isSize));

    private long? Resolve(string name, bool isSize)
    {
        if (name == ".")
            return (long)Address;

        if (Predefined.TryGetValue(name, out var value) || _symbols.TryGetValue(name, out value))
            return value;

        // In the first pass labels that come later are not known yet; where bytes are counted they must be.
        return _isFinal || isSize ? null : (long)Address;
    }
}
