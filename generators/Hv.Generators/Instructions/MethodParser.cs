using Microsoft.CodeAnalysis;

namespace Hv.Generators.Instructions;

/// <summary>Makes the model of one declaration of an instruction: binds the parameters and results of its method to its form.</summary>
internal sealed partial class MethodParser(
    IMethodSymbol method,
    AttributeData attribute,
    ILookup<string, FieldModel> fields,
    Action<Diagnostic>? report,
    CancellationToken cancellation)
{
    private static readonly string[] AddressFields = ["D", "DS", "DQ"];

    private readonly HashSet<string> _used = new(StringComparer.Ordinal);
    private string _mnemonic = "";
    private FormModel _form = null!;
    private bool _failed;

    public InstructionModel? Parse()
    {
        _mnemonic = attribute.PositionalValue<string>(0) ?? "";
        if (!IsMnemonic(_mnemonic))
            Fail(InstructionDiagnostics.WrongMethod, attribute.ArgumentLocation(0, method, cancellation), _mnemonic, "a mnemonic is letters, digits and a point at its end");

        if (MethodProblem() is { } problem)
            Fail(InstructionDiagnostics.WrongMethod, method.FirstLocation(), _mnemonic, problem);

        var (form, error) = FormParser.Parse(attribute.PositionalValue<string>(1) ?? "", fields);
        if (error is not null)
            FailForm(error);

        if (form is null || _failed)
            return null;

        _form = form;
        foreach (var variant in form.Fields.Where(field => field.Kind == FieldKind.Variant))
            _used.Add(variant.Name);

        foreach (var ignored in Words(attribute.NamedValue<string>("Ignores")))
            _used.Add(ignored);

        var update = attribute.NamedValue<bool>("Update");
        var operands = method.Parameters.Where(parameter => parameter.RefKind != RefKind.Out).Select(Operand).ToList();
        var results = Results().ToList();
        var specialized = Specialized().ToEquatableArray();
        var facility = FacilityOf();
        CheckUpdate(update, operands);
        CheckFacility(facility, results);

        // A parameter that is no operand is often the one that a field lacks: one report says enough.
        if (!_failed)
            CheckUnused();

        if (_failed)
            return null;

        var level = attribute.ConstructorArguments[2];
        var instruction = new InstructionModel(
            _mnemonic, form, level.Value is byte number ? number : 0, LevelName(level), attribute.NamedValue<int>("Privilege"), facility, update,
            attribute.NamedValue<bool>("EndsBlock"), specialized, attribute.NamedValue<string>("Syntax") ?? Syntax(update, operands, results),
            method.FirstSentence(cancellation), method.Name, method.IsGenericMethod, ReturnsOutcome, TupleLength, method.Parameters.Length,
            operands.OfType<OperandModel>().ToEquatableArray(), results.ToEquatableArray());
        if (OperationLayout.Of(instruction).Fits)
            return instruction;

        Fail(InstructionDiagnostics.WrongMethod, method.FirstLocation(), _mnemonic, "an operation has room for eight small operands and one that needs more than a byte");
        return null;
    }

    private bool ReturnsOutcome => method.ReturnType.IsNamed(AttributeNames.OutcomeType);

    private int TupleLength => method.ReturnType is INamedTypeSymbol { IsTupleType: true } tuple ? tuple.TupleElements.Length : 0;

    private static bool IsMnemonic(string text) =>
        text.Length > 0 && text.TrimEnd('.') is { Length: > 0 } name && text.Length - name.Length <= 1
        && name.All(letter => letter is (>= 'a' and <= 'z') or (>= '0' and <= '9')) && name[0] >= 'a';

    private static string LevelName(TypedConstant level) =>
        level.Type?.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(member => member.HasConstantValue && Equals(member.ConstantValue, level.Value))?.Name ?? "";

    private string? MethodProblem()
    {
        if (!method.IsStatic)
            return "its method is static";

        if (method.TypeParameters.Length > 1)
            return "its method has at most one type parameter, the memory";

        return method.IsGenericMethod && !method.TypeParameters[0].ConstraintTypes.Any(constraint => constraint.IsNamed(AttributeNames.PowerMemoryType))
            ? "the type parameter of its method is a memory: where TMemory : struct, IPowerMemory"
            : null;
    }

    private IEnumerable<string> Specialized()
    {
        foreach (var name in Words(attribute.NamedValue<string>("Specialize")))
        {
            if (_form.Find(name) is { Kind: FieldKind.Number, Width: <= 5 })
                yield return name;
            else
                Fail(InstructionDiagnostics.WrongMethod, method.FirstLocation(), _mnemonic, $"Specialize names '{name}', which is no number of up to five bits in its form");
        }
    }

    private static string[] Words(string? text) => (text ?? "").Split([' '], StringSplitOptions.RemoveEmptyEntries);

    private void CheckUnused()
    {
        foreach (var field in _form.Fields.Where(field => !_used.Contains(field.Name)))
            Fail(InstructionDiagnostics.UnusedField, attribute.ArgumentLocation(1, method, cancellation), field.Name, _mnemonic);
    }

    private void CheckUpdate(bool update, IEnumerable<OperandModel?> operands)
    {
        if (update && (!_form.Has("RA") || !operands.Any(operand => operand?.Kind == OperandKind.Address)))
            Fail(InstructionDiagnostics.WrongMethod, method.FirstLocation(), _mnemonic, "Update takes an effective address, 'ea', and a field RA");
    }

    private Facility FacilityOf()
    {
        if (attribute.Named("Facility") is { Kind: TypedConstantKind.Enum, Value: int facility })
            return (Facility)facility;

        return (Facility)(method.ContainingType?.FindAttribute(AttributeNames.Instructions)?.NamedValue<int>("Facility") ?? 0);
    }

    private void CheckFacility(Facility facility, IEnumerable<ResultModel> results)
    {
        if (facility == Facility.None && FacilityRegister(results) is { } name)
            Fail(InstructionDiagnostics.NoFacility, attribute.ArgumentLocation(1, method, cancellation), _mnemonic, name);

        if (facility is Facility.VectorScalarOrVector or Facility.FloatingPointOrVector && !_form.Fields.Any(field => field.Kind == FieldKind.Vsr && _used.Contains(field.Name)))
            Fail(InstructionDiagnostics.WrongMethod, method.FirstLocation(), _mnemonic, $"facility {facility} goes by the number of a vector-scalar register, and its form has none");

        if (results.Count(result => result.HasEffects) > 1)
            Fail(InstructionDiagnostics.WrongMethod, method.FirstLocation(), _mnemonic, "one result says what happens to FPSCR; combine the effects with '|'");
    }

    /// <summary>What belongs to a facility: a register that a field names, or FPSCR.</summary>
    private string? FacilityRegister(IEnumerable<ResultModel> results) =>
        _form.Fields.FirstOrDefault(field => field.Kind is FieldKind.Fpr or FieldKind.Vr or FieldKind.Vsr)?.Name
        ?? (results.Any(result => result.HasEffects) ? "FPSCR" : null);

    private void FailForm(FormError error)
    {
        var place = attribute.ArgumentLocation(1, method, cancellation);
        switch (error.Kind)
        {
            case FormErrorKind.UnknownField:
                Fail(InstructionDiagnostics.UnknownField, place, error.Token, _mnemonic, error.Text);
                break;
            case FormErrorKind.ConstantTooWide:
                Fail(InstructionDiagnostics.ConstantTooWide, place, _mnemonic, error.Text);
                break;
            default:
                Fail(InstructionDiagnostics.WrongBitCount, place, _mnemonic, error.Text);
                break;
        }
    }

    private void Fail(DiagnosticDescriptor descriptor, Location location, params object[] arguments)
    {
        _failed = true;
        report?.Invoke(Diagnostic.Create(descriptor, location, arguments));
    }
}
