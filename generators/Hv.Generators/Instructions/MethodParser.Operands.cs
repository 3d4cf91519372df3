using Microsoft.CodeAnalysis;

namespace Hv.Generators.Instructions;

/// <summary>Parameters that are read.</summary>
internal sealed partial class MethodParser
{
    private const string NumberSuffix = "Number";

    private const string FpscrType = "global::Hv.Power.FloatingPoint.Fpscr";

    private static readonly string[] NumberTypes = ["ulong", "long", "uint", "int"];

    private static readonly string[] VectorTypes =
    [
        "global::System.UInt128", "ulong",
        .. new[] { "byte", "sbyte", "ushort", "short", "uint", "int", "ulong", "long", "float", "double" }
            .Select(element => $"global::System.Runtime.Intrinsics.Vector128<{element}>"),
    ];

    private OperandModel? Operand(IParameterSymbol parameter)
    {
        var type = parameter.Type.FullName();
        if (parameter.Type.IsNamed(AttributeNames.PowerStateType))
            return By(parameter, RefKind.Ref, OperandKind.State);

        if (parameter.Type is ITypeParameterSymbol)
            return By(parameter, RefKind.Ref, OperandKind.Memory);

        if (parameter.RefKind != RefKind.None)
            return NoOperand(parameter);

        switch (parameter.Name)
        {
            case "ea" when _form.Has("RA"):
                UseAddress();
                return Typed(parameter, OperandKind.Address, "", "ulong");
            case "raOrZero" when _form.Has("RA"):
                _used.Add("RA");
                return Typed(parameter, OperandKind.RegisterOrZero, "RA", NumberTypes);
            case "target" when BranchField() is { } branch:
                _used.Add(branch.Name);
                return Typed(parameter, OperandKind.Target, branch.Name, "ulong");
            case "mask" when _form.Has("MB") && _form.Has("ME"):
                _used.Add("MB");
                _used.Add("ME");
                return Typed(parameter, OperandKind.WordMask, "", "ulong");
            case "cia":
                return Typed(parameter, OperandKind.CurrentAddress, "", "ulong");
            case "word":
                return Typed(parameter, OperandKind.Word, "", "uint");
            case "ca":
                return Typed(parameter, OperandKind.XerBit, "Ca", "ulong", "bool");
            case "so":
                return Typed(parameter, OperandKind.XerBit, "So", "ulong", "bool");
            case "cr":
                return Typed(parameter, OperandKind.Register, "Cr", "uint");
            case "ctr":
                return Typed(parameter, OperandKind.Register, "Ctr", "ulong");
            case "lr":
                return Typed(parameter, OperandKind.Register, "Lr", "ulong");
            case "tar":
                return Typed(parameter, OperandKind.Register, "Tar", "ulong");
            case "vscr":
                return Typed(parameter, OperandKind.Register, "Vscr", "uint");
            case "fpscr":
                return Typed(parameter, OperandKind.Fpscr, "", FpscrType);
        }

        if (FindField(parameter.Name) is { } field)
        {
            _used.Add(field.Name);
            return field.Kind switch
            {
                FieldKind.GprPair => Typed(parameter, OperandKind.Field, field.Name, "global::System.UInt128"),
                FieldKind.CrBit => Typed(parameter, OperandKind.Field, field.Name, "bool"),
                FieldKind.Fpr => Typed(parameter, OperandKind.Field, field.Name, "ulong"),
                FieldKind.Vr or FieldKind.Vsr => Typed(parameter, OperandKind.Field, field.Name, VectorTypes),
                _ => Typed(parameter, OperandKind.Field, field.Name, NumberTypes),
            };
        }

        if (parameter.Name.EndsWith(NumberSuffix, StringComparison.Ordinal)
            && FindField(parameter.Name.Substring(0, parameter.Name.Length - NumberSuffix.Length)) is { } number)
        {
            _used.Add(number.Name);
            return Typed(parameter, OperandKind.FieldNumber, number.Name, NumberTypes);
        }

        return NoOperand(parameter);
    }

    private void UseAddress()
    {
        _used.Add("RA");
        if (AddressFields.FirstOrDefault(_form.Has) is { } displacement)
            _used.Add(displacement);
        else if (_form.Has("RB"))
            _used.Add("RB");
    }

    private FieldModel? FindField(string parameter) =>
        _form.Fields.FirstOrDefault(field => field.Kind != FieldKind.Variant && field.Name.ToLowerInvariant() == parameter);

    private FieldModel? BranchField() => _form.Fields.FirstOrDefault(field => field.Kind == FieldKind.Branch);

    private OperandModel? By(IParameterSymbol parameter, RefKind kind, OperandKind operand) =>
        parameter.RefKind == kind ? new OperandModel(operand, "", parameter.Type.FullName()) : NoOperand(parameter);

    private OperandModel? Typed(IParameterSymbol parameter, OperandKind kind, string name, params string[] types)
    {
        var type = parameter.Type.FullName();
        if (types.Contains(type))
            return new OperandModel(kind, name, type);

        Fail(InstructionDiagnostics.WrongType, parameter.FirstLocation(), parameter.Name, _mnemonic, type, OneOf(types));
        return null;
    }

    private OperandModel? NoOperand(IParameterSymbol parameter)
    {
        Fail(InstructionDiagnostics.NoOperand, parameter.FirstLocation(), parameter.Name, _mnemonic, _form.Text);
        return null;
    }

    private static string OneOf(string[] types) => string.Join(" or ", types.Select(type => $"'{type.Replace("global::System.", "").Replace("Runtime.Intrinsics.", "").Replace("global::Hv.Power.FloatingPoint.", "")}'"));
}
