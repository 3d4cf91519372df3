namespace Hv.Generators.Instructions;

/// <summary>What a parameter of an instruction's method is.</summary>
internal enum OperandKind
{
    /// <summary>The contents of what a field names, or its number when it is one.</summary>
    Field,

    /// <summary>The number in a field that names a register.</summary>
    FieldNumber,

    /// <summary>(RA|0).</summary>
    RegisterOrZero,

    /// <summary>The effective address.</summary>
    Address,

    /// <summary>What a branch's displacement leads to.</summary>
    Target,

    /// <summary>The address of the instruction.</summary>
    CurrentAddress,

    /// <summary>MASK(MB + 32, ME + 32).</summary>
    WordMask,

    /// <summary>The instruction.</summary>
    Word,

    /// <summary>A register of the state, such as CTR.</summary>
    Register,

    /// <summary>A bit of XER.</summary>
    XerBit,

    /// <summary>FPSCR.</summary>
    Fpscr,

    /// <summary>The state.</summary>
    State,

    /// <summary>The memory.</summary>
    Memory,
}

/// <summary>A parameter that is read.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">The field, or the member of the state.</param>
/// <param name="Type">Its type in C#.</param>
internal sealed record OperandModel(OperandKind Kind, string Name, string Type);

/// <summary>A result.</summary>
/// <param name="Target">A field, or <c>ca</c>, <c>ov</c>, <c>cr0</c>, …</param>
/// <param name="IsField">Whether it is a field.</param>
/// <param name="Position">Where it is in the call: -1 the value itself, from 0 on an element of the tuple.</param>
/// <param name="Parameter">Or which parameter it is, from 0 on; -1: it is returned.</param>
/// <param name="Shape">What it consists of.</param>
/// <param name="Type">The type of its value in C#.</param>
internal sealed record ResultModel(string Target, bool IsField, int Position, int Parameter, ResultShape Shape, string Type)
{
    /// <summary>Whether it says what happens to FPSCR.</summary>
    public bool HasEffects => Shape != ResultShape.Value || Target == "fpscr";

    /// <summary>Whether the effects may say that registers keep their values.</summary>
    public bool MaySuppress => Shape == ResultShape.ValueAndEffects || (Target == "fpscr" && Type.EndsWith("Effects", StringComparison.Ordinal));
}

/// <summary>One declared instruction.</summary>
internal sealed record InstructionModel(
    string Mnemonic,
    FormModel Form,
    int Level,
    string LevelName,
    int Privilege,
    Facility Facility,
    bool Update,
    bool EndsBlock,
    EquatableArray<string> Specialized,
    string Syntax,
    string Summary,
    string Method,
    bool IsGeneric,
    bool ReturnsOutcome,
    int TupleLength,
    int ParameterCount,
    EquatableArray<OperandModel> Operands,
    EquatableArray<ResultModel> Results)
{
    private static readonly string[] Letters = ["OE", "LK", "Rc"];

    /// <summary>The fields whose values have operations of their own, the most significant one of a variant's number first.</summary>
    public IEnumerable<FieldModel> Variants => Specialized.Concat(Letters).Select(Form.Find).OfType<FieldModel>();

    /// <summary>How many operations it has.</summary>
    public int VariantCount => 1 << Variants.Sum(part => part.Width);

    /// <summary>Whether it says where to go on.</summary>
    public bool IsBranch => Results.Any(result => result.Target is "nia" or "taken") || Operands.Any(operand => operand.Kind == OperandKind.Target);

    /// <summary>The value of a field in a variant, or 0 when the field is none of a variant's.</summary>
    public int ValueIn(int variant, string name)
    {
        var below = Variants.Sum(part => part.Width);
        foreach (var field in Variants)
        {
            below -= field.Width;
            if (field.Name == name)
                return (variant >> below) & ((1 << field.Width) - 1);
        }

        return 0;
    }

    /// <summary>The mnemonic of a variant, with its letters.</summary>
    public string MnemonicOf(int variant)
    {
        var name = Mnemonic.TrimEnd('.') + (ValueIn(variant, "OE") == 1 ? "o" : "") + (ValueIn(variant, "LK") == 1 ? "l" : "");
        return ValueIn(variant, "Rc") == 1 || Mnemonic.EndsWith(".", StringComparison.Ordinal) ? name + "." : name;
    }

    /// <summary>The name of the operation of a variant: the mnemonic, with its letters and what it is specialized for, as C#.</summary>
    public string OperationName(int variant) =>
        Symbols.Identifier(MnemonicOf(variant).Replace('.', '_') + string.Concat(Specialized.Select(field => $"_{field}{ValueIn(variant, field)}")));
}

/// <summary>An extended mnemonic.</summary>
internal sealed record ExtendedModel(string Written, string Meaning, bool OnlyWritten);

/// <summary>A class of instructions.</summary>
internal sealed record InstructionContainer(
    string HintName,
    string Namespace,
    EquatableArray<string> Heads,
    string TypeName,
    string SetName,
    EquatableArray<InstructionModel> Instructions,
    EquatableArray<ExtendedModel> Extended);

/// <summary>The class of an instruction set.</summary>
internal sealed record InstructionSetModel(
    string HintPrefix,
    string Namespace,
    EquatableArray<string> Heads,
    string TypeName,
    EquatableArray<FieldModel> Fields);

/// <summary>An instruction, and the class that declares it.</summary>
internal sealed record PlacedInstruction(string Container, InstructionModel Instruction);

/// <summary>An instruction set with all its instructions, by mnemonic: their order is their number.</summary>
internal sealed record InstructionTable(
    InstructionSetModel Set,
    EquatableArray<PlacedInstruction> Instructions,
    EquatableArray<ExtendedModel> Extended)
{
    public static InstructionTable Of(InstructionSetModel set, IEnumerable<InstructionContainer> containers)
    {
        // What is declared twice is an error that an analyzer reports; the table takes the first one.
        var mine = containers.Where(container => container.SetName == set.TypeName).OrderBy(container => container.TypeName, StringComparer.Ordinal).ToList();
        return new InstructionTable(
            set,
            mine.SelectMany(container => container.Instructions.Select(instruction => new PlacedInstruction(container.TypeName, instruction)))
                .GroupBy(placed => placed.Instruction.Mnemonic, StringComparer.Ordinal)
                .Select(group => group.First())
                .OrderBy(placed => placed.Instruction.Mnemonic, StringComparer.Ordinal)
                .ToEquatableArray(),
            mine.SelectMany(container => container.Extended).ToEquatableArray());
    }
}
