using Hv.Conformance.Isa.FloatingPoint;
using Hv.Power.Declarations;
using Hv.Power.FloatingPoint;
using Hv.Power.Instructions;

namespace Hv.Conformance.Isa;

/// <summary>
/// What a floating-point instruction did, as the differences in arithmetic speak of it (<see cref="FloatingPointObservation"/>): its
/// target, its CR field, and the parts of FPSCR.
/// </summary>
internal sealed class ExecutionArithmetic
{
    private static readonly string[] Controls = ["mtfs", "mcrfs", "mffs"];

    private readonly ExecutionPair _pair;
    private readonly InstructionField? _target;
    private readonly InstructionField? _field;
    private readonly bool _isArithmetic;

    public ExecutionArithmetic(ExecutionPair pair)
    {
        _pair = pair;
        _target = Find("FRT", "VRT", "XT");
        _field = Find("BF");
        _isArithmetic = pair.Instruction.Mnemonic[0] is 'f' or 'v' or 'x' && Find("FRB", "VRB", "XB", "FRC") is not null
            && !Controls.Any(control => pair.Instruction.Mnemonic.StartsWith(control, StringComparison.Ordinal))
            && (_target is not null || _field is not null);
    }

    /// <summary>Whether a part of the record is told by <see cref="Observations"/>.</summary>
    public bool Covers(int offset) => _isArithmetic && (
        offset == ExecutionRecord.Fpscr && (uint)_pair.Hv(offset) != (uint)_pair.Qemu(offset)
        || (_target is not null && offset / ExecutionRecord.QuadwordSize
            == ExecutionRecord.OfVectorScalar(_target.VectorScalar(_pair.Case.Word)) / ExecutionRecord.QuadwordSize)
        || (offset == ExecutionRecord.Cr && Without(Hv.Cr) == Without(Qemu.Cr)));

    /// <summary>In what the two sides differ.</summary>
    public IEnumerable<FloatingPointObservation> Observations()
    {
        if (!_isArithmetic)
            yield break;

        var instruction = new FloatingPointInstruction(Name(), _pair.Case.Word, OperandKind.Doubles, UInt128.MaxValue, _ => throw new NotSupportedException())
        {
            WritesField = _field is not null,
        };
        var before = Side(_pair.Case.Record);
        var state = new FloatingPointState(
            before.Outcome.Target, Operand("FRA", "VRA", "XA"), Operand("FRB", "VRB", "XB"), Operand("FRC", "VRC"), before.Outcome.Fpscr);
        if (Hv.Outcome.Target != Qemu.Outcome.Target)
            yield return new FloatingPointObservation(instruction, state, "result", Qemu.Outcome, Hv.Outcome);
        if (Hv.Outcome.Field != Qemu.Outcome.Field)
            yield return new FloatingPointObservation(instruction, state, "field", Qemu.Outcome, Hv.Outcome);

        foreach (var (part, mask) in FloatingPointTests.Parts)
        {
            if (((Hv.Outcome.Fpscr ^ Qemu.Outcome.Fpscr) & mask) != 0)
                yield return new FloatingPointObservation(instruction, state, part, Qemu.Outcome, Hv.Outcome);
        }
    }

    private (FloatingPointOutcome Outcome, uint Cr) Hv => Side(_pair.HvRecord);

    private (FloatingPointOutcome Outcome, uint Cr) Qemu => Side(_pair.QemuRecord);

    /// <summary>Names of differences tell rounding modes that are part of an instruction.</summary>
    private string Name() => _pair.Instruction.Field("RMC") is { } mode
        ? $"{_pair.Instruction.Mnemonic} {_pair.Instruction.Field("R")!.Read(_pair.Case.Word)},{mode.Read(_pair.Case.Word)}"
        : _pair.Instruction.Mnemonic;

    private InstructionField? Find(params string[] names) => names.Select(_pair.Instruction.Field).FirstOrDefault(field => field is not null);

    private UInt128 Operand(params string[] names) =>
        Find(names) is { } field && field.Kind is FieldKind.Fpr or FieldKind.Vr or FieldKind.Vsr ? Register(_pair.Case.Record, field) : default;

    private UInt128 Register(byte[] record, InstructionField field) => ExecutionRecord.ReadQuadword(
        record, ExecutionRecord.OfVectorScalar(field.VectorScalar(_pair.Case.Word)), _pair.IsBigEndian);

    private (FloatingPointOutcome Outcome, uint Cr) Side(byte[] record)
    {
        var cr = (uint)ExecutionRecord.Read(record, ExecutionRecord.Cr, _pair.IsBigEndian);
        var outcome = new FloatingPointOutcome(
            _target is null ? default : Register(record, _target), (uint)ExecutionRecord.Read(record, ExecutionRecord.Fpscr, _pair.IsBigEndian),
            _field is null ? 0 : (cr >> Shift(_field)) & 15);
        return (outcome, cr);
    }

    /// <summary>CR without the field that is compared by itself, and without FX where FPSCR.FX differs, too.</summary>
    private uint Without(uint cr)
    {
        if (_field is not null)
            cr &= ~(15u << Shift(_field));

        return _pair.Instruction.Field("FRT") is not null && _pair.Instruction.Field("Rc")?.Read(_pair.Case.Word) == 1 ? cr & ~0x0F00_0000u : cr;
    }

    private int Shift(InstructionField field) => 28 - (4 * (int)field.Read(_pair.Case.Word));
}
