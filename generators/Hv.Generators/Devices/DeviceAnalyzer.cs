using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Hv.Generators.Devices;

/// <summary>Rejects wrong declarations of devices and properties (HV2002 to HV2017).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DeviceAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        DeviceDiagnostics.DuplicateProperty,
        DeviceDiagnostics.UnsupportedType,
        DeviceDiagnostics.DefaultOutOfRange,
        DeviceDiagnostics.DefaultNotConvertible,
        DeviceDiagnostics.WrongBounds,
        DeviceDiagnostics.DeviceNotPartial,
        DeviceDiagnostics.PropertyNotPartial,
        DeviceDiagnostics.WrongName,
        DeviceDiagnostics.NotADevice,
        DeviceDiagnostics.StrayProperty,
        DeviceDiagnostics.MeaninglessArgument,
        DeviceDiagnostics.CannotBeRegistered,
        DeviceDiagnostics.MemberClash,
        DeviceDiagnostics.WrongPropertyShape,
        DeviceDiagnostics.WrongValueNames,
        DeviceDiagnostics.UndeclaredDevice,
    ];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.GetTypeByMetadataName(AttributeNames.Property) is null)
                return;

            start.RegisterSymbolAction(AnalyzeType, SymbolKind.NamedType);
            start.RegisterSymbolAction(AnalyzeProperty, SymbolKind.Property);
        });
    }

    private static void AnalyzeType(SymbolAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (DeviceSymbols.IsDeclaration(type))
            DeviceParser.Parse(type, context.ReportDiagnostic, context.CancellationToken);
        else if (DeviceSymbols.IsUndeclared(type, AttributeNames.DeviceType, AttributeNames.Device, DeviceParser.TypeMember))
            context.ReportDiagnostic(Diagnostic.Create(DeviceDiagnostics.UndeclaredDevice, type.FirstLocation(), type.Name));
    }

    private static void AnalyzeProperty(SymbolAnalysisContext context)
    {
        var property = (IPropertySymbol)context.Symbol;
        if (property.PartialDefinitionPart is null
            && property.FindAttribute(AttributeNames.Property) is not null
            && !DeviceSymbols.IsDeclaration(property.ContainingType))
        {
            context.ReportDiagnostic(Diagnostic.Create(
                DeviceDiagnostics.StrayProperty, property.FirstLocation(), property.Name, property.ContainingType.Name));
        }
    }
}
