using Microsoft.CodeAnalysis;
using static Hv.Generators.Calls.CallDiagnostics;

namespace Hv.Generators.Calls;

internal sealed partial class CallParser
{
    private const string Supported = "which has no width in a frame; use uint, ulong, int, long, an enum of one of them, or a readonly struct marked [CallValue]";

    private List<CallParameter>? ParseParameters(IMethodSymbol method, INamedTypeSymbol? machine)
    {
        var isValid = true;
        var parameters = new List<CallParameter>();
        CallParameter? output = null;
        foreach (var symbol in method.Parameters)
        {
            var parameter = ParseParameter(method, symbol, machine);
            if (parameter is null)
            {
                isValid = false;
                continue;
            }

            if (parameter.Role == ParameterRole.Output)
                output = parameter;
            else if (parameter.Role == ParameterRole.Input && output is not null)
                isValid = Report(OutputBeforeInput, symbol.FirstLocation(), parameter.Name, method.Name, output.Name);

            parameters.Add(parameter);
        }

        return isValid ? parameters : null;
    }

    private CallParameter? ParseParameter(IMethodSymbol method, IParameterSymbol symbol, INamedTypeSymbol? machine)
    {
        if (symbol.RefKind == RefKind.None && Injected(symbol.Type, machine) is { } role)
            return new CallParameter(symbol.Name, symbol.Type.FullName(), role, ValueEncoding.Integer, "", 0, false, true);

        if (symbol.RefKind is not (RefKind.None or RefKind.Out) || symbol.IsParams || symbol.HasExplicitDefaultValue)
        {
            Report(UnsupportedParameter, symbol.FirstLocation(), symbol.Name, method.Name, symbol.ToDisplayString(), "but a parameter is either by value or out, and never optional or params");
            return null;
        }

        var isOptional = symbol.RefKind == RefKind.Out && symbol.Type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T;
        var type = isOptional ? ((INamedTypeSymbol)symbol.Type).TypeArguments[0] : symbol.Type;
        var (encoding, raw, rtasWords, problem) = Encode(type);
        if (problem is not null)
        {
            Report(UnsupportedParameter, symbol.FirstLocation(), symbol.Name, method.Name, symbol.Type.ToDisplayString(), problem);
            return null;
        }

        return new CallParameter(
            symbol.Name, type.FullName(), symbol.RefKind == RefKind.Out ? ParameterRole.Output : ParameterRole.Input, encoding, raw,
            facts.Kind == CallKind.Rtas ? rtasWords : 1,
            symbol.FindAttribute(AttributeNames.StoredOnError) is not null, type.IsPublic())
        {
            IsOptional = isOptional,
        };
    }

    private ParameterRole? Injected(ITypeSymbol type, INamedTypeSymbol? machine)
    {
        if (type is not INamedTypeSymbol named)
            return null;

        if (named.IsNamed(AttributeNames.VirtualCpuType))
            return ParameterRole.Cpu;

        if (facts.Kind == CallKind.Hypercall && named.IsNamed(AttributeNames.HypercallFrameType))
            return ParameterRole.Frame;

        // Without a machine to compare with, what is wrong with it has been reported; its parameter is not to blame too.
        return IsMachine(named) && (machine is null || machine.SelfAndBases().Contains(named, SymbolEqualityComparer.Default))
            ? ParameterRole.Machine
            : null;
    }

    /// <summary>How a type travels: how its value is made, from which integer type, in how many RTAS words.</summary>
    private static (ValueEncoding Encoding, string Raw, int RtasWords, string? Problem) Encode(ITypeSymbol type)
    {
        if (Integer(type) is var (raw, words))
            return (ValueEncoding.Integer, raw, words, null);

        if (type is INamedTypeSymbol { TypeKind: TypeKind.Enum, EnumUnderlyingType: { } underlying } && Integer(underlying) is var (enumRaw, enumWords))
            return (ValueEncoding.Enum, enumRaw, enumWords, null);

        if (type is not INamedTypeSymbol { TypeKind: TypeKind.Struct } structure || structure.FindAttribute(AttributeNames.CallValue) is not { } attribute)
            return (default, "", 0, Supported);

        var value = structure.GetMembers("Value").OfType<IPropertySymbol>().FirstOrDefault();
        var isWellFormed = structure.IsReadOnly && value is { GetMethod: not null }
            && value.Type.SpecialType is SpecialType.System_UInt32 or SpecialType.System_UInt64
            && structure.InstanceConstructors.Any(constructor =>
                constructor.Parameters.Length == 1 && SymbolEqualityComparer.Default.Equals(constructor.Parameters[0].Type, value.Type));
        if (!isWellFormed || value is null || Integer(value.Type) is not var (valueRaw, valueWords))
        {
            return (default, "", 0,
                "whose [CallValue] struct must be readonly, with a property Value of type uint or ulong and a constructor that takes one");
        }

        var declared = attribute.NamedValue<int>("RtasWords");
        return declared is 0 or 1 or 2
            ? (ValueEncoding.Struct, valueRaw, declared == 0 ? valueWords : declared, null)
            : (default, "", 0, $"whose [CallValue] says RtasWords = {declared}; a value takes 1 or 2 words");
    }

    private static (string Raw, int Words)? Integer(ITypeSymbol type) => type.SpecialType switch
    {
        SpecialType.System_UInt32 => ("uint", 1),
        SpecialType.System_Int32 => ("int", 1),
        SpecialType.System_UInt64 => ("ulong", 2),
        SpecialType.System_Int64 => ("long", 2),
        _ => null,
    };
}
