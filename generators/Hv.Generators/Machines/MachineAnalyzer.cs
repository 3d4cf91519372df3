using Hv.Generators.Devices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Hv.Generators.Machines;

/// <summary>Rejects machine families, versions and compat entries that are declared wrongly (HV3001 to HV3016).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MachineAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        MachineDescriptors.Gap, MachineDescriptors.DuplicateVersion, MachineDescriptors.TwoDefaults, MachineDescriptors.WrongFamily,
        MachineDescriptors.WrongTarget, MachineDescriptors.UnknownProperty, MachineDescriptors.WrongValue,
        MachineDescriptors.ValueOutOfRange, MachineDescriptors.DeadEntry, MachineDescriptors.RepeatedEntry,
        MachineDescriptors.UnreachedTarget, MachineDescriptors.WrongVersionClass, MachineDescriptors.MissingBase,
        MachineDescriptors.WrongFamilyDeclaration, MachineDescriptors.StrayEntry, MachineDescriptors.UndeclaredMachine,
    ];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.GetTypeByMetadataName(AttributeNames.MachineVersion) is null)
                return;

            // Built at the first class that needs it, once for the compilation; a cancelled attempt leaves nothing behind.
            var index = new Lazy<MachineIndex>(
                () => MachineIndex.Build(start.Compilation, start.CancellationToken), LazyThreadSafetyMode.PublicationOnly);
            start.RegisterSymbolAction(symbol => Analyze(symbol, index), SymbolKind.NamedType);
        });
    }

    private static void Analyze(SymbolAnalysisContext context, Lazy<MachineIndex> index)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        var cancellation = context.CancellationToken;
        if (FamilyDeclaration.Of(type) is { } family)
            FamilyRules.Check(index.Value, family, context.ReportDiagnostic, cancellation);

        if (VersionDeclaration.Of(type) is { } version)
        {
            VersionRules.Check(index.Value, version, context.ReportDiagnostic, cancellation);
            var entries = CompatParser.Entries(version, context.ReportDiagnostic, cancellation).ToImmutableArray();
            CompatRules.Check(index.Value, version, entries, context.ReportDiagnostic, cancellation);
        }

        // A version whose attribute the compiler rejects is one all the same.
        if (type.FindAttribute(AttributeNames.MachineVersion) is not null)
            return;

        CheckDeclared(type, context.ReportDiagnostic);
        foreach (var stray in type.FindAttributes(AttributeNames.Compat))
        {
            var location = stray.ApplicationSyntaxReference?.GetSyntax(cancellation).GetLocation() ?? type.FirstLocation();
            context.ReportDiagnostic(Diagnostic.Create(MachineDescriptors.StrayEntry, location, type.Name));
        }
    }

    private static void CheckDeclared(INamedTypeSymbol type, Action<Diagnostic> report)
    {
        var lacks = DeviceSymbols.IsUndeclared(type, AttributeNames.MachineType, AttributeNames.MachineVersion, "Version")
            ? "no version of a family"
            : DeviceSymbols.IsUndeclared(type, AttributeNames.MachineType, AttributeNames.MachineFamily, DeviceParser.TypeMember)
                ? "of no family, and so has no object type"
                : null;
        if (lacks is not null)
            report(Diagnostic.Create(MachineDescriptors.UndeclaredMachine, type.FirstLocation(), type.Name, lacks));
    }
}
