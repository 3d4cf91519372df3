using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using static Hv.Generators.Calls.CallDiagnostics;

namespace Hv.Generators.Calls;

/// <summary>
/// Reports what is wrong with the declarations of RTAS calls and hypercalls: each class by itself through the parser that the
/// generator uses, and all classes of a machine together.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CallDeclarationAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        DuplicateRtasCall, NameWithTwoTokens, TokenWithTwoNames, TokenOutOfRange, HypercallOffStep, HypercallOutOfRange, DuplicateHypercall,
        HypercallNameTwice, UnsupportedParameter, OutputBeforeInput, WrongReturnType, TooManyWords, ContainerNotPartial, Generic, NoMachine,
        Async, MachineNotExtensible, AmbiguousCounts, BadCallName, OutsideContainer, BadWhen, Inaccessible, DifferentWhen,
    ];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            Watch(start, CallFacts.Rtas);
            Watch(start, CallFacts.Hypercall);
        });
    }

    private static void Watch(CompilationStartAnalysisContext start, CallFacts facts)
    {
        if (start.Compilation.GetTypeByMetadataName(facts.ContainerAttribute) is null)
            return;

        var declared = new ConcurrentBag<DeclaredCall>();
        start.RegisterSymbolAction(
            symbol =>
            {
                var type = (INamedTypeSymbol)symbol.Symbol;
                if (type.FindAttribute(facts.ContainerAttribute) is null)
                {
                    ReportStrayHandlers(symbol, type, facts);
                    return;
                }

                var calls = new List<(CallHandler Handler, IMethodSymbol Method, AttributeData Attribute)>();
                var parser = new CallParser(facts, symbol.ReportDiagnostic, symbol.CancellationToken);
                if (parser.Parse(type, (handler, method, attribute) => calls.Add((handler, method, attribute))) is not { } container)
                    return;

                foreach (var (handler, method, attribute) in calls)
                {
                    declared.Add(new DeclaredCall(
                        container.Machine.FullName, handler, $"{type.Name}.{method.Name}", method.FirstLocation(),
                        attribute.ArgumentLocation(0, method, symbol.CancellationToken),
                        attribute.ArgumentLocation(1, method, symbol.CancellationToken),
                        LastToken(method, type)));
                }
            },
            SymbolKind.NamedType);

        start.RegisterCompilationEndAction(end =>
        {
            foreach (var machine in declared.GroupBy(call => call.Machine))
            {
                var calls = machine.OrderBy(call => call.Handler.Number)
                    .ThenBy(call => call.Location.SourceTree?.FilePath, StringComparer.Ordinal)
                    .ThenBy(call => call.Location.SourceSpan.Start)
                    .ToList();
                if (facts.Kind == CallKind.Rtas)
                    CompareRtas(calls, end.ReportDiagnostic);
                else
                    CompareHypercalls(calls, end.ReportDiagnostic);
            }
        });
    }

    private static void ReportStrayHandlers(SymbolAnalysisContext symbol, INamedTypeSymbol type, CallFacts facts)
    {
        foreach (var method in type.GetMembers().OfType<IMethodSymbol>())
        {
            if (method.FindAttribute(facts.HandlerAttribute) is not null)
            {
                symbol.ReportDiagnostic(Diagnostic.Create(
                    OutsideContainer, method.FirstLocation(), method.Name, type.Name, facts.Kind == CallKind.Rtas ? "RtasCalls" : "Hypercalls"));
            }
        }
    }

    private static void CompareRtas(IReadOnlyList<DeclaredCall> calls, Action<Diagnostic> report)
    {
        var byToken = new Dictionary<uint, DeclaredCall>();
        var byName = new Dictionary<string, DeclaredCall>(StringComparer.Ordinal);
        var byShape = new Dictionary<(uint, int, int), DeclaredCall>();

        // Each wrong declaration is offered a token of its own, so that fixing all at once makes no new duplicates.
        var taken = new HashSet<uint>(calls.Select(call => call.Handler.Number));
        var offered = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var call in calls)
        {
            var handler = call.Handler;
            var token = CallNaming.Hex(handler.Number);
            var shape = (handler.Number, handler.Inputs, handler.ReturnWords);
            if (byToken.TryGetValue(handler.Number, out var sameToken))
            {
                if (sameToken.Handler.Name != handler.Name)
                {
                    if (!offered.TryGetValue(handler.Name, out var free))
                        offered.Add(handler.Name, free = TakeNextFree(taken, call));

                    report(Diagnostic.Create(
                        TokenWithTwoNames, call.NumberLocation, Fix(free), token, handler.Name, sameToken.Handler.Name, sameToken.Place, Named(free)));
                    continue;
                }

                if (byShape.TryGetValue(shape, out var sameShape))
                {
                    var free = TakeNextFree(taken, call);
                    report(Diagnostic.Create(
                        DuplicateRtasCall, call.NumberLocation, Fix(free), token, handler.Inputs, handler.ReturnWords, sameShape.Place, Named(free)));
                    continue;
                }

                if (sameToken.Handler.AnyCounts || handler.AnyCounts)
                {
                    var any = sameToken.Handler.AnyCounts ? sameToken : call;
                    report(Diagnostic.Create(AmbiguousCounts, call.NumberLocation, handler.Name, any.Place));
                    continue;
                }

                if (sameToken.Handler.When != handler.When)
                {
                    report(Diagnostic.Create(
                        DifferentWhen, call.NumberLocation, handler.Name, Condition(handler), Condition(sameToken.Handler), sameToken.Place));
                    continue;
                }
            }
            else if (byName.TryGetValue(handler.Name, out var sameName))
            {
                report(Diagnostic.Create(
                    NameWithTwoTokens, call.NumberLocation, Fix(CallNaming.Hex(sameName.Handler.Number)), handler.Name, token,
                    CallNaming.Hex(sameName.Handler.Number), sameName.Place));
                continue;
            }
            else
            {
                byToken.Add(handler.Number, call);
                byName[handler.Name] = call;
            }

            byShape[shape] = call;
        }
    }

    private static void CompareHypercalls(IReadOnlyList<DeclaredCall> calls, Action<Diagnostic> report)
    {
        var byNumber = new Dictionary<uint, DeclaredCall>();
        var byName = new Dictionary<string, DeclaredCall>(StringComparer.Ordinal);
        foreach (var call in calls)
        {
            var number = CallNaming.Hex(call.Handler.Number);
            if (byNumber.TryGetValue(call.Handler.Number, out var sameNumber))
                report(Diagnostic.Create(DuplicateHypercall, call.NumberLocation, number, sameNumber.Handler.Name, sameNumber.Place));
            else if (byName.TryGetValue(call.Handler.Name, out var sameName))
                report(Diagnostic.Create(HypercallNameTwice, call.NameLocation, call.Handler.Name, number, CallNaming.Hex(sameName.Handler.Number), sameName.Place));
            else
            {
                byNumber.Add(call.Handler.Number, call);
                byName.Add(call.Handler.Name, call);
            }
        }
    }

    /// <summary>The smallest token above that of <paramref name="call"/> that is not taken, within its range; it is taken now.</summary>
    private static string TakeNextFree(HashSet<uint> taken, DeclaredCall call)
    {
        for (var token = call.Handler.Number + 1; token <= call.LastToken; token++)
        {
            if (taken.Add(token))
                return CallNaming.Hex(token);
        }

        return "";
    }

    private static string Named(string free) => free.Length == 0 ? "none" : free;

    private static ImmutableDictionary<string, string?> Fix(string value) =>
        value.Length == 0 ? ImmutableDictionary<string, string?>.Empty : ImmutableDictionary<string, string?>.Empty.Add(Diagnostics.FixKey, value);

    private static string Condition(CallHandler handler) => handler.When.Length == 0 ? "always" : $"when {handler.When}";

    private static uint LastToken(IMethodSymbol method, INamedTypeSymbol type)
    {
        var machine = type.InstanceConstructors.SelectMany(constructor => constructor.Parameters).Concat(method.Parameters)
            .Select(parameter => parameter.Type)
            .OfType<INamedTypeSymbol>()
            .FirstOrDefault(candidate => candidate.DerivesFrom(AttributeNames.MachineType));
        return machine?.FindInheritedAttribute(AttributeNames.RtasTokens)?.PositionalValue<uint>(1) ?? uint.MaxValue - 1;
    }

    private sealed record DeclaredCall(
        string Machine, CallHandler Handler, string Place, Location Location, Location NumberLocation, Location NameLocation, uint LastToken);
}
