using Microsoft.CodeAnalysis;

namespace Hv.Generators.Migration;

/// <summary>Finds the methods that run before and after saving and loading.</summary>
/// <param name="type">The type with state.</param>
/// <param name="report">Takes what is wrong.</param>
internal sealed class StateHookParser(INamedTypeSymbol type, StateReport report)
{
    /// <summary>The attributes of such methods.</summary>
    public static readonly ImmutableArray<string> Attributes =
        [AttributeNames.BeforeSave, AttributeNames.AfterSave, AttributeNames.BeforeLoad, AttributeNames.AfterLoad];

    /// <summary>The methods of the type.</summary>
    public StateHooks Parse()
    {
        var after = Find(AttributeNames.AfterLoad);
        return new StateHooks(
            Name(Find(AttributeNames.BeforeSave)), Name(Find(AttributeNames.AfterSave)), Name(Find(AttributeNames.BeforeLoad)),
                Name(after),
            after is { Parameters.Length: 1 });
    }

    private static string? Name(IMethodSymbol? method) => method is null ? null : StateNames.Expression(method);

    private static bool IsVersion(IParameterSymbol parameter) =>
        parameter is { RefKind: RefKind.None, Type.SpecialType: SpecialType.System_UInt32 };

    private IMethodSymbol? Find(string attribute)
    {
        IMethodSymbol? first = null;
        foreach (var method in type.GetMembers().OfType<IMethodSymbol>().Where(method =>
            method.FindAttribute(attribute) is not null))
        {
            var problem = Problem(method, attribute);
            if (problem is null && first is not null)
                problem = $"'{first.Name}' has it already: one method runs then, and calls others";

            if (problem is null)
                first = method;
            else
                report.Add(StateDiagnostics.WrongHook, method, method.Name,
                    $"[{attribute.Substring(attribute.LastIndexOf('.') + 1).Replace("Attribute", "")}]", problem);
        }

        return first;
    }

    private static string? Problem(IMethodSymbol method, string attribute) => method switch
    {
        { MethodKind: not MethodKind.Ordinary } => "is no ordinary method",
        { IsStatic: true } => "is static",
        { IsGenericMethod: true } => "is generic",
        { IsAsync: true } => "is asynchronous: the state is used when it returns",
        { ReturnsVoid: false } => "returns something that nobody looks at; let it return void",
        { Parameters.IsEmpty: true } => null,
        { Parameters.Length: 1 } when attribute == AttributeNames.AfterLoad && IsVersion(method.Parameters[0]) => null,
        _ => attribute == AttributeNames.AfterLoad ? "takes more than the version, a uint" : "takes parameters",
    };
}
