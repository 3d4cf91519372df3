using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Hv.Generators.Instructions;

/// <summary>Rejects wrong declarations of instructions (HV5001 to HV5015).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class InstructionAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        InstructionDiagnostics.Overlap,
        InstructionDiagnostics.WrongBitCount,
        InstructionDiagnostics.UnknownField,
        InstructionDiagnostics.ConstantTooWide,
        InstructionDiagnostics.NoOperand,
        InstructionDiagnostics.NoTarget,
        InstructionDiagnostics.DuplicateMnemonic,
        InstructionDiagnostics.WrongMethod,
        InstructionDiagnostics.WrongType,
        InstructionDiagnostics.WrongExtended,
        InstructionDiagnostics.WrongField,
        InstructionDiagnostics.UnusedField,
        InstructionDiagnostics.WrongContainer,
        InstructionDiagnostics.StrayInstruction,
        InstructionDiagnostics.NoFacility,
    ];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.GetTypeByMetadataName(AttributeNames.Instruction) is null)
                return;

            var containers = new ConcurrentBag<INamedTypeSymbol>();
            start.RegisterSymbolAction(action => Analyze(action, containers), SymbolKind.NamedType);
            start.RegisterCompilationEndAction(end => InstructionSetRules.Check(containers, end.ReportDiagnostic, end.CancellationToken));
        });
    }

    private static void Analyze(SymbolAnalysisContext context, ConcurrentBag<INamedTypeSymbol> containers)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (type.FindAttribute(AttributeNames.InstructionSet) is not null)
            InstructionParser.ParseSet(type, context.ReportDiagnostic, context.CancellationToken);

        if (type.FindAttribute(AttributeNames.Instructions) is not null)
        {
            containers.Add(type);
            InstructionParser.Parse(type, context.ReportDiagnostic, context.CancellationToken);
            return;
        }

        foreach (var method in type.GetMembers().OfType<IMethodSymbol>())
        {
            if (method.FindAttributes(AttributeNames.Instruction).FirstOrDefault() is { } stray)
            {
                context.ReportDiagnostic(Diagnostic.Create(
                    InstructionDiagnostics.StrayInstruction, method.FirstLocation(), method.Name, stray.PositionalValue<string>(0) ?? "", type.Name));
            }
        }
    }
}
