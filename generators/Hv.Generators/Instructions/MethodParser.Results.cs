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
            : (isBool ? ["BT"] : new[] { "RT", "RTp", "BF", "RA" }).FirstOrDefault(_form.Has)?.ToLowerInvariant();
        if (name is null)
        {
            Fail(InstructionDiagnostics.NoTarget, method.FirstLocation(), _mnemonic, "the value it returns", _form.Text);
            return null;
        }

        return Result(name, method.ReturnType, method, -1, -1);
    }

    private ResultModel? Result(string name, ITypeSymbol type, ISymbol place, int position, int parameter)
    {
        var typeName = type.FullName();
        string[] allowed;
        ResultModel result;
        if (FindField(name) is { } field && field.Kind is FieldKind.Gpr or FieldKind.GprPair or FieldKind.CrField or FieldKind.CrBit)
        {
            _used.Add(field.Name);
            result = new ResultModel(field.Name, true, position, parameter);
            allowed = field.Kind switch
            {
                FieldKind.Gpr => ["ulong"],
                FieldKind.GprPair => ["global::System.UInt128"],
                FieldKind.CrBit => ["bool"],
                _ => ["uint", "byte"],
            };
        }
        else if (NamedResults.TryGetValue(name, out allowed!) && (name is not ("ov" or "ov32") || _form.Has("OE")))
        {
            result = new ResultModel(name, false, position, parameter);
        }
        else
        {
            Fail(InstructionDiagnostics.NoTarget, place.FirstLocation(), _mnemonic, $"'{name}'", _form.Text);
            return null;
        }

        if (allowed.Contains(typeName))
            return result;

        Fail(InstructionDiagnostics.WrongType, place.FirstLocation(), name, _mnemonic, typeName, OneOf(allowed));
        return null;
    }

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

        // A form with RS has its target, if any, in RA.
        if (names.Contains("RA") && names.Contains("RS") && results.Any(result => result.Target == "RA"))
        {
            names.Remove("RA");
            names.Insert(0, "RA");
        }

        return string.Join(",", names.Select(name => name == "RA" ? ra : name).Concat(displacement is null ? [] : [$"{displacement}({ra})"]));
    }
}
