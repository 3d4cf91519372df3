namespace Hv.Generators.Instructions;

/// <summary>Where the operands of an instruction stand in a decoded operation, and how they come out of the word.</summary>
internal sealed class OperationLayout
{
    private const int SlotCount = 8;
    private const string Word = "global::Hv.Power.Instructions.InstructionWord";

    private readonly InstructionModel _instruction;
    private readonly Dictionary<string, int> _slots = new(StringComparer.Ordinal);
    private readonly List<string> _statements = [];
    private string? _immediate;

    private OperationLayout(InstructionModel instruction)
    {
        _instruction = instruction;
        foreach (var operand in instruction.Operands)
            Add(operand);

        foreach (var result in instruction.Results.Where(result => result.IsField))
            Slot(Field(result.Target), orZero: false);

        if (instruction.Update)
            Slot(Field("RA"), orZero: false);
    }

    /// <summary>Whether the operands have room.</summary>
    public bool Fits { get; private set; } = true;

    /// <summary>The statements that fill the operation, in the order of the slots.</summary>
    public IEnumerable<string> Statements => _statements;

    /// <summary>The condition under which the form is valid, or <see langword="null"/> when it always is.</summary>
    public string? Validity
    {
        get
        {
            var conditions = new List<string>();
            if (_instruction.Update)
            {
                conditions.Add($"{SlotName("RA")} != 0");
                if (_instruction.Results.Any(result => result.Target == "RT"))
                    conditions.Add($"{SlotName("RA")} != {SlotName("RT")}");
            }

            conditions.AddRange(_instruction.Form.Fields
                .Where(pair => pair.Kind == FieldKind.GprPair && _slots.ContainsKey(pair.Name))
                .Select(pair => $"({SlotName(pair.Name)} & 1) == 0"));
            return conditions.Count == 0 ? null : string.Join(" && ", conditions);
        }
    }

    public static OperationLayout Of(InstructionModel instruction) => new(instruction);

    /// <summary>The slot that holds a field's number: <c>operation-&gt;S0</c>.</summary>
    public string SlotName(string field) => $"operation->S{_slots[field]}";

    /// <summary>The slot that holds the number of RA, or of the register that is zero.</summary>
    public string OrZeroSlotName => $"operation->S{_slots["RA|0"]}";

    /// <summary>Whether a field's number stands in the immediate.</summary>
    public static bool IsWide(FieldModel field) => field.IsSigned || field.Width > 8 || field.Scale != 1;

    private FieldModel Field(string name) => _instruction.Form.Find(name)!;

    private void Add(OperandModel operand)
    {
        switch (operand.Kind)
        {
            case OperandKind.Field or OperandKind.FieldNumber when _instruction.Specialized.Contains(operand.Name):
                break;
            case OperandKind.Field or OperandKind.FieldNumber when IsWide(Field(operand.Name)):
                Immediate(Scaled(Field(operand.Name)));
                break;
            case OperandKind.Field or OperandKind.FieldNumber:
                Slot(Field(operand.Name), orZero: false);
                break;
            case OperandKind.RegisterOrZero:
                Slot(Field("RA"), orZero: true);
                break;
            case OperandKind.Address:
                Slot(Field("RA"), orZero: !_instruction.Update);
                if (Displacement is { } displacement)
                    Immediate(Scaled(displacement));
                else if (_instruction.Form.Has("RB"))
                    Slot(Field("RB"), orZero: false);
                break;
            case OperandKind.Target:
                var relative = $"(long)address + {Scaled(Field(operand.Name))}";
                Immediate(_instruction.Form.Find("AA") is { } absolute
                    ? $"({Raw(absolute)} == 0 ? (long)address : 0) + {Scaled(Field(operand.Name))}"
                    : relative);
                break;
            case OperandKind.WordMask:
                Immediate($"(long){Word}.WordMask({Raw(Field("MB"))}, {Raw(Field("ME"))})");
                break;
            case OperandKind.Word:
                Immediate("word");
                break;
        }
    }

    /// <summary>The field that is added to RA.</summary>
    public FieldModel? Displacement => _instruction.Form.Find("D") ?? _instruction.Form.Find("DS") ?? _instruction.Form.Find("DQ");

    private void Slot(FieldModel field, bool orZero)
    {
        var key = orZero ? field.Name + "|0" : field.Name;
        if (_slots.ContainsKey(key))
            return;

        var slot = _slots.Count;
        _slots.Add(key, slot);
        Fits &= slot < SlotCount;
        _statements.Add(orZero ? $"operation->S{slot} = {Word}.OrZero({Raw(field)});" : $"operation->S{slot} = (byte){Raw(field)};");
    }

    private void Immediate(string value)
    {
        Fits &= _immediate is null || _immediate == value;
        if (_immediate is null)
            _statements.Add($"operation->Immediate = {value};");

        _immediate = value;
    }

    private static string Scaled(FieldModel field)
    {
        var value = field.IsSigned ? $"{Word}.Signed({Raw(field)}, {field.Width})" : Raw(field);
        return field.Scale == 1 ? value : $"({value} * {field.Scale})";
    }

    /// <summary>The expression that takes a field out of the word.</summary>
    public static string Raw(FieldModel field)
    {
        var text = "";
        var below = field.Width;
        foreach (var part in field.Parts)
        {
            below -= part.Width;
            var value = $"{Word}.Field(word, {part.First}, {part.Last})";
            text += (text.Length > 0 ? " | " : "") + (below > 0 ? $"({value} << {below})" : value);
        }

        return field.Parts.Count > 1 ? $"({text})" : text;
    }
}
