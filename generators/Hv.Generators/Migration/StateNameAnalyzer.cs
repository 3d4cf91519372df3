using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Hv.Generators.Migration;

/// <summary>Rejects two sections of one name (HV4004).</summary>
/// <remarks>
/// A state that is part of others' alone is no section; neither is that of an abstract class, whose name is but in the description.
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StateNameAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [StateDiagnostics.DuplicateName];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.GetTypeByMetadataName(AttributeNames.VmState) is null)
                return;

            var states = new ConcurrentBag<(string Name, Location Place, INamedTypeSymbol Type)>();
            var parts = new ConcurrentDictionary<ITypeSymbol, bool>(SymbolEqualityComparer.Default);
            start.RegisterSymbolAction(action => Collect(action, states, parts), SymbolKind.NamedType);
            start.RegisterCompilationEndAction(end =>
            {
                var sections = states.Where(state => !parts.ContainsKey(state.Type));
                foreach (var sameName in sections.GroupBy(state => state.Name, StringComparer.Ordinal))
                    Report(end, sameName);
            });
        });
    }

    private static void Collect(
        SymbolAnalysisContext context, ConcurrentBag<(string, Location, INamedTypeSymbol)> states,
        ConcurrentDictionary<ITypeSymbol, bool> parts)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (StateSymbols.StateName(type) is not { } name)
            return;

        if (!type.IsAbstract)
            states.Add((name, type.FindAttribute(AttributeNames.VmState)!.ArgumentLocation(0, type, context.CancellationToken),
                type));

        foreach (var member in StateSymbols.MigratedMembers(type))
            parts.TryAdd(StateSymbols.ElementType(StateSymbols.TypeOf(member)), true);
    }

    /// <summary>
    /// The first in the order of the files' names and then of the text keeps the name: the same one on every host.
    /// </summary>
    private static void Report(CompilationAnalysisContext context,
        IEnumerable<(string Name, Location Place, INamedTypeSymbol Type)> states)
    {
        var ordered = states
            .OrderBy(state => state.Place.SourceTree?.FilePath, StringComparer.Ordinal)
            .ThenBy(state => state.Place.SourceSpan.Start)
            .ToList();
        foreach (var state in ordered.Skip(1))
            context.ReportDiagnostic(Diagnostic.Create(StateDiagnostics.DuplicateName, state.Place, state.Name,
                ordered[0].Type.ToDisplayString()));
    }
}
