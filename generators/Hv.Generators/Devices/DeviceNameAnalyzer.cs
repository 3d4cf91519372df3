using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Hv.Generators.Devices;

/// <summary>Rejects two devices of one name (HV2001).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DeviceNameAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [DeviceDiagnostics.DuplicateDevice];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.GetTypeByMetadataName(AttributeNames.Device) is null)
                return;

            var devices = new ConcurrentBag<(string Name, Location Place, string Class)>();
            start.RegisterSymbolAction(
                action =>
                {
                    var type = action.Symbol;
                    if (type.FindAttribute(AttributeNames.Device) is { } device && device.PositionalValue<string>(0) is { } name)
                        devices.Add((name, device.ArgumentLocation(0, type, action.CancellationToken), type.ToDisplayString()));
                },
                SymbolKind.NamedType);
            start.RegisterCompilationEndAction(end =>
            {
                foreach (var sameName in devices.GroupBy(device => device.Name, StringComparer.Ordinal))
                    Report(end, sameName);
            });
        });
    }

    /// <summary>The first in the order of the files' names and then of the text keeps the name: the same one on every host.</summary>
    private static void Report(CompilationAnalysisContext context, IEnumerable<(string Name, Location Place, string Class)> devices)
    {
        var ordered = devices
            .OrderBy(device => device.Place.SourceTree?.FilePath, StringComparer.Ordinal)
            .ThenBy(device => device.Place.SourceSpan.Start)
            .ToList();
        foreach (var device in ordered.Skip(1))
        {
            context.ReportDiagnostic(
                Diagnostic.Create(DeviceDiagnostics.DuplicateDevice, device.Place, device.Name, ordered[0].Class));
        }
    }
}
