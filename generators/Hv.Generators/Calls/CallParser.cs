using Hv.Generators.Devices;
using Microsoft.CodeAnalysis;
using static Hv.Generators.Calls.CallDiagnostics;

namespace Hv.Generators.Calls;

/// <summary>
/// Reads a class with handlers into its model. The generator and the analyzers share it: the generator drops what is wrong, the
/// analyzer reports it.
/// </summary>
internal sealed partial class CallParser(CallFacts facts, Action<Diagnostic>? report, CancellationToken cancellation)
{
    /// <summary>
    /// The model of a class, or <see langword="null"/> when it cannot be dispatched to at all. <paramref name="onHandler"/> sees
    /// each valid handler with its method.
    /// </summary>
    public CallContainer? Parse(INamedTypeSymbol type, Action<CallHandler, IMethodSymbol, AttributeData>? onHandler = null)
    {
        var methods = type.GetMembers().OfType<IMethodSymbol>()
            .SelectMany(method => method.FindAttributes(facts.HandlerAttribute), (method, attribute) => (Method: method, Attribute: attribute))
            .ToList();
        var isValid = true;

        if (type.FirstNotPartial(cancellation) is { } notPartial)
            isValid = Report(ContainerNotPartial, notPartial.FirstLocation(), notPartial.Name, type.Name);

        if (type.IsGenericInside())
            isValid = Report(Generic, type.FirstLocation(), type.Name);

        if (!type.ContainingTypesAndSelf().All(IsReachable))
            isValid = Report(Inaccessible, type.FirstLocation(), type.Name);

        var machine = FindMachine(type, methods.Select(pair => pair.Method), out var isStatic);
        if (machine is null)
            isValid = false;

        // Handlers are read even when their class is wrong, so that all errors show at once.
        var handlers = new List<CallHandler>();
        foreach (var (method, attribute) in methods)
        {
            cancellation.ThrowIfCancellationRequested();
            if (ParseHandler(type, machine, method, attribute) is { } handler)
            {
                handlers.Add(handler);
                onHandler?.Invoke(handler, method, attribute);
            }
        }

        if (!isValid || machine is null)
            return null;

        handlers.Sort(CompareHandlers);
        return new CallContainer(
            type.FullName(), type.Name, type.ContainingNamespace.FullName(), type.HintName(facts.Kind.ToString()), type.PartialHeads(), isStatic,
            DescribeMachine(machine), handlers.ToEquatableArray());
    }

    /// <summary>Order of handlers in all output: number, then name, then counts.</summary>
    public static int CompareHandlers(CallHandler left, CallHandler right)
    {
        var order = left.Number.CompareTo(right.Number);
        order = order != 0 ? order : string.CompareOrdinal(left.Name, right.Name);
        order = order != 0 ? order : left.Inputs.CompareTo(right.Inputs);
        return order != 0 ? order : left.ReturnWords.CompareTo(right.ReturnWords);
    }

    private INamedTypeSymbol? FindMachine(INamedTypeSymbol type, IEnumerable<IMethodSymbol> methods, out bool isStatic)
    {
        isStatic = type.IsStatic;
        INamedTypeSymbol? machine;
        if (isStatic)
        {
            machine = methods.Select(method => method.Parameters.FirstOrDefault()?.Type)
                .OfType<INamedTypeSymbol>()
                .FirstOrDefault(IsMachine);
            if (machine is null)
            {
                Report(NoMachine, type.FirstLocation(), type.Name, "it is static, so a handler must take the machine as its first parameter");
                return null;
            }
        }
        else
        {
            var constructors = type.InstanceConstructors.Where(constructor => !constructor.IsImplicitlyDeclared).ToList();
            machine = constructors.Count == 1 && constructors[0].Parameters.Length == 1 && constructors[0].Parameters[0].Type is INamedTypeSymbol parameter && IsMachine(parameter)
                ? parameter
                : null;
            if (machine is null || type.IsAbstract)
            {
                Report(NoMachine, type.FirstLocation(), type.Name, "it must be a class with one constructor whose only parameter is the machine");
                return null;
            }
        }

        if (machine.DeclaringSyntaxReferences.Length == 0 || !machine.IsPartial(cancellation) || machine.IsGenericInside())
        {
            Report(MachineNotExtensible, type.FirstLocation(), machine.Name, type.Name);
            return null;
        }

        return machine;
    }

    /// <summary>Whether other classes of the project, the dispatcher among them, can use it.</summary>
    private static bool IsReachable(ISymbol symbol) =>
        symbol.DeclaredAccessibility is Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal;

    private static bool IsMachine(INamedTypeSymbol type) => type.DerivesFrom(AttributeNames.MachineType);

    private CallMachine DescribeMachine(INamedTypeSymbol machine)
    {
        var tracePrefix = facts.Kind == CallKind.Rtas
            ? machine.FindInheritedAttribute(AttributeNames.RtasTokens)?.NamedValue<string>("TracePrefix") ?? "rtas_"
            : "hcall_";
        return new CallMachine(
            machine.FullName(), machine.Name, machine.ContainingNamespace.FullName(), HintNames.PrefixOf(machine), machine.PartialHeads(),
            machine.IsPublic(), tracePrefix);
    }

    private CallHandler? ParseHandler(INamedTypeSymbol type, INamedTypeSymbol? machine, IMethodSymbol method, AttributeData attribute)
    {
        if (attribute.PositionalValue<object>(0) is not uint number || attribute.PositionalValue<string>(1) is not { } name)
            return null;    // The compiler has said what is wrong with the attribute.

        var isValid = true;
        if (!CallNaming.IsValid(facts.Kind, name))
            isValid = Report(BadCallName, attribute.ArgumentLocation(1, method, cancellation), name, facts.Noun);

        if (machine is not null)
            isValid &= CheckNumber(machine, method, attribute, number, name);

        if (method.IsGenericMethod)
            isValid = Report(Generic, method.FirstLocation(), method.Name);

        isValid &= CheckReturn(method, out var hasStatus);
        var parameters = ParseParameters(method, machine);
        if (parameters is null)
            return null;

        var when = attribute.NamedValue<string>("When") ?? "";
        var whenProperty = "";
        if (when.Length > 0)
            isValid &= CheckWhen(type, machine, method, attribute, when, name, out whenProperty);

        var trace = attribute.NamedValue<string>("Trace") ?? "";
        if (trace.Length > 0 && !CallNaming.IsValidTrace(trace))
            isValid = Report(BadCallName, attribute.ArgumentLocation("Trace", method, cancellation), trace, CallNaming.TraceNoun);

        var handler = new CallHandler(
            number, name, method.Name, method.IsStatic, hasStatus, (CallCounts)attribute.NamedValue<int>("Counts"), when, trace,
            parameters.ToEquatableArray(), method.FirstSentence(cancellation))
        {
            CountsError = attribute.NamedValue<int>("CountsError"),
            WhenProperty = whenProperty,
        };
        isValid &= CheckWords(method, handler.Inputs, facts.InputLimit, facts.InputNoun);
        isValid &= CheckWords(method, facts.Kind == CallKind.Rtas ? handler.ReturnWords : handler.Outputs, facts.OutputLimit, facts.OutputNoun);
        return isValid ? handler : null;
    }

    private bool CheckNumber(INamedTypeSymbol machine, IMethodSymbol method, AttributeData attribute, uint number, string name)
    {
        if (facts.Kind == CallKind.Rtas)
        {
            if (machine.FindInheritedAttribute(AttributeNames.RtasTokens) is not { } tokens)
                return true;

            var first = tokens.PositionalValue<uint>(0);
            var last = tokens.PositionalValue<uint>(1);
            return (number >= first && number <= last) || Report(
                TokenOutOfRange, attribute.ArgumentLocation(0, method, cancellation),
                CallNaming.Hex(number), name, CallNaming.Hex(first), CallNaming.Hex(last), machine.Name);
        }

        var ranges = NumberRange.Of(machine);
        if (ranges.Count == 0)
            return true;

        var location = attribute.ArgumentLocation(0, method, cancellation);
        foreach (var candidate in ranges)
        {
            if (!candidate.Contains(number))
                continue;

            var off = (number - candidate.First) % candidate.Step;
            return off == 0 || Report(
                HypercallOffStep, location, CallNaming.Hex(number), name, candidate.Step, CallNaming.Hex(candidate.First),
                CallNaming.Hex(candidate.Last), CallNaming.Hex(number - off), CallNaming.Hex(number - off + candidate.Step));
        }

        return Report(HypercallOutOfRange, location, CallNaming.Hex(number), name, machine.Name, string.Join(", ", ranges));
    }

    private bool CheckReturn(IMethodSymbol method, out bool hasStatus)
    {
        hasStatus = method.ReturnType.IsNamed(facts.StatusType) && method.RefKind == RefKind.None;
        if (method.IsAsync || method.ReturnType.PlainName() is "System.Threading.Tasks.Task" or "System.Threading.Tasks.Task`1"
            or "System.Threading.Tasks.ValueTask" or "System.Threading.Tasks.ValueTask`1")
        {
            return Report(Async, method.FirstLocation(), method.Name);
        }

        return hasStatus
            || (facts.Kind == CallKind.Rtas && method.ReturnsVoid && method.Parameters.All(parameter => parameter.RefKind != RefKind.Out))
            || Report(WrongReturnType, method.FirstLocation(), method.Name, method.ReturnType.ToDisplayString(), facts.ReturnRule);
    }

    private bool CheckWhen(
        INamedTypeSymbol type, INamedTypeSymbol? machine, IMethodSymbol method, AttributeData attribute, string when, string name,
        out string whenProperty)
    {
        whenProperty = "";
        if (!type.IsStatic && type.SelfAndBases().SelectMany(candidate => candidate.GetMembers(when)).OfType<IPropertySymbol>().Any(IsReadableBool))
            return true;

        // A property of the machine, which compat rows set: then each version is known to have the call or not.
        if (machine is null || (DeviceSymbols.FindProperty(machine, when) is { } property && IsReadableBool(property)))
        {
            whenProperty = machine is null ? "" : MachinePropertyKey(machine, when);
            return true;
        }

        return Report(BadWhen, attribute.ArgumentLocation("When", method, cancellation), when, name, type.Name, machine.Name);
    }

    private static bool IsReadableBool(IPropertySymbol property) =>
        property.Type.SpecialType == SpecialType.System_Boolean && property is { IsStatic: false, GetMethod: { } getter } && IsReachable(getter);

    private static string MachinePropertyKey(INamedTypeSymbol machine, string member)
    {
        var property = DeviceSymbols.FindProperty(machine, member)!;
        return $"{DeviceSymbols.ObjectTypeName(property.ContainingType)}.{property.FindAttribute(AttributeNames.Property)!.PositionalValue<string>(0)}";
    }

    private bool CheckWords(IMethodSymbol method, int count, int limit, string noun) =>
        count <= limit || Report(TooManyWords, method.FirstLocation(), method.Name, count, noun, limit);

    /// <summary>Reports and returns <see langword="false"/>.</summary>
    private bool Report(DiagnosticDescriptor descriptor, Location location, params object[] arguments)
    {
        report?.Invoke(Diagnostic.Create(descriptor, location, arguments));
        return false;
    }
}
