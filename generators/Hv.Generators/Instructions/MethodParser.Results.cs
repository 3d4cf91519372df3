using Microsoft.CodeAnalysis;

namespace Hv.Generators.Instructions;

/// <summary>What a method gives back, and the operands of the assembler.</summary>
internal sealed partial class MethodParser
{
    /// <summary>Results that are no fields, and their types.</summary>
    private static readonly Dictionary<string, string[]> NamedResults = new()
    {
        ["ca"] = ["bool"],
        ["ca32"] = ["bool"],
        ["ov"] = ["bool"],
        ["ov32"] = ["bool"],
        ["taken"] = ["bool"],
        ["cr0"] = ["uint", "byte"],
        ["cr6"] = ["uint", "byte"],
        ["sat"] = ["bool"],
        ["fpscr"] = [FpscrType + "Effects", FpscrType],
        ["cr"] = ["uint"],
        ["ctr"] = ["ulong"],
        ["lr"] = ["ulong"],
        ["nia"] = ["ulong"],
    };

    private IEnumerable<ResultModel> Results()
    {
        if (method.ReturnType is INamedTypeSymbol { IsTupleType: true } tuple)
        {
            for (var index = 0; index < tuple.TupleElements.Length; index++)
            {
                var element = tuple.TupleElements[index];
                if (Result(element.Name, element.Type, element, index, -1) is { } result)
                    yield return result;
            }
        }
        else if (!method.ReturnsVoid && !ReturnsOutcome && ReturnedValue() is { } result)
        {
            yield return result;
        }

        foreach (var parameter in method.Parameters.Where(parameter => parameter.RefKind == RefKind.Out))
        {
            if (Result(parameter.Name, parameter.Type, parameter, -1, parameter.Ordinal) is { } written)
                yield return written;
        }
    }

    private ResultModel? ReturnedValue()
    {
        var isBool = method.ReturnType.SpecialType == SpecialType.System_Boolean;
        var name = BranchField() is not null && method.ReturnType.SpecialType == SpecialType.System_UInt64
            ? "nia"
            : NamedResults["fpscr"].Contains(method.ReturnType.FullName()) ? "fpscr"
            : (isBool ? ["BT"] : new[] { "FRT", "VRT", "XT", "RT", "RTp", "BF", "RA" }).FirstOrDefault(_form.Has)?.ToLowerInvariant();
        if (name is null)
        {
            Fail(InstructionDiagnostics.NoTarget, method.FirstLocation(), _mnemonic, "the value it returns", _form.Text);
            return null;
        }

        return Result(name, method.ReturnType, method, -1, -1);
    }

    private ResultModel? Result(string name, ITypeSymbol type, ISymbol place, int position, int parameter)
    {
        var (shape, typeName) = Shape(type);
        string[] allowed;
        var field = FindField(name);
        if (field is not null && field.Kind is not (FieldKind.Number or FieldKind.Signed or FieldKind.Branch))
        {
            _used.Add(field.Name);
            allowed = TargetTypes(field.Kind, shape);
        }
        else if (IsNamedResult(name))
        {
            field = null;
            allowed = NamedResults[name];
        }
        else
        {
            Fail(InstructionDiagnostics.NoTarget, place.FirstLocation(), _mnemonic, $"'{name}'", _form.Text);
            return null;
        }

        if (allowed.Contains(typeName) && (field is not null || shape == ResultShape.Value))
            return new ResultModel(field?.Name ?? name, field is not null, position, parameter, shape, typeName);

        Fail(InstructionDiagnostics.WrongType, place.FirstLocation(), name, _mnemonic, type.FullName(), OneOf(allowed));
        return null;
    }

    /// <summary>Overflow is stored when OE is 1, field 6 of CR when Rc is: their forms have them.</summary>
    private bool IsNamedResult(string name) => NamedResults.ContainsKey(name) && name switch
    {
        "ov" or "ov32" => _form.Has("OE"),
        "cr6" => _form.Has("Rc") || _mnemonic.EndsWith(".", StringComparison.Ordinal),
        _ => true,
    };

    /// <summary>The types that a register takes. A shape that it does not take is none of them.</summary>
    private static string[] TargetTypes(FieldKind kind, ResultShape shape)
    {
        var takes = kind switch
        {
            FieldKind.Fpr or FieldKind.Vr or FieldKind.Vsr => ResultShape.ValueAndEffects,
            FieldKind.CrField => ResultShape.RelationAndEffects,
            _ => ResultShape.Value,
        };
        if (shape != ResultShape.Value && shape != takes)
            return [];

        return kind switch
        {
            FieldKind.Gpr or FieldKind.Fpr => ["ulong"],
            FieldKind.GprPair => ["global::System.UInt128"],
            FieldKind.Vr or FieldKind.Vsr => VectorTypes,
            FieldKind.CrBit => ["bool"],
            _ => ["uint", "byte"],
        };
    }

    /// <summary>What a result consists of, and the type of its value.</summary>
    private static (ResultShape Shape, string Type) Shape(ITypeSymbol type) =>
        type.OriginalDefinition.IsNamed(AttributeNames.FloatingPointResultType)
            ? (ResultShape.ValueAndEffects, ((INamedTypeSymbol)type).TypeArguments[0].FullName())
            : type.IsNamed(AttributeNames.ComparisonResultType) ? (ResultShape.RelationAndEffects, "byte")
            : (ResultShape.Value, type.FullName());

    /// <summary>The operands in assembly language: those of the form in its order, the target first, and an address at the end.</summary>
    private string Syntax(bool update, IReadOnlyCollection<OperandModel?> operands, IReadOnlyCollection<ResultModel> results)
    {
        var hasAddress = operands.Any(operand => operand?.Kind == OperandKind.Address);
        var displacement = hasAddress ? AddressFields.FirstOrDefault(_form.Has) : null;
        var isOrZero = (hasAddress && !update) || operands.Any(operand => operand?.Kind == OperandKind.RegisterOrZero);
        var ra = isOrZero ? "RA|0" : "RA";
        var names = _form.Fields
            .Where(field => field.Kind != FieldKind.Variant && !(displacement is not null && (field.Name == "RA" || field.Name == displacement)))
            .Select(field => field.Name).ToList();

        // A form with RS or XS has its target, if any, in RA.
        if (names.Contains("RA") && (names.Contains("RS") || names.Contains("XS")) && results.Any(result => result.Target == "RA"))
        {
            names.Remove("RA");
            names.Insert(0, "RA");
        }

        // The factor stands before what is added, other than in the word.
        if (names.Contains("FRC") && names.IndexOf("FRB") is >= 0 and var addend)
        {
            names.Remove("FRC");
            names.Insert(addend, "FRC");
        }

        return string.Join(",", names.Select(name => name == "RA" ? ra : name).Concat(displacement is null ? [] : [$"{displacement}({ra})"]));
    }
}
