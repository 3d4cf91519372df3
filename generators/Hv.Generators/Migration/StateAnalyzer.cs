using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Hv.Generators.Migration;

/// <summary>Rejects wrong declarations of state (HV4001 to HV4020 but HV4004).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StateAnalyzer : DiagnosticAnalyzer
{
    /// <summary>What is for the members of types with state alone.</summary>
    private static readonly ImmutableArray<string> MemberAttributes =
        [AttributeNames.Migrated, AttributeNames.Derived, AttributeNames.Unused, AttributeNames.GuestVisible,
        .. StateHookParser.Attributes];

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        StateDiagnostics.Unclassified, StateDiagnostics.UnsupportedType, StateDiagnostics.WrongVersions,
        StateDiagnostics.SubsectionName,
        StateDiagnostics.MatchesHostState, StateDiagnostics.CannotBeGenerated, StateDiagnostics.WrongReference,
        StateDiagnostics.NoLimit,
        StateDiagnostics.CannotBeSet, StateDiagnostics.SeveralParts, StateDiagnostics.WrongHook, StateDiagnostics.Stray,
        StateDiagnostics.WrongCodec,
        StateDiagnostics.BaseWithoutState, StateDiagnostics.DeviceWithoutState, StateDiagnostics.WrongName,
        StateDiagnostics.MemberClash,
        StateDiagnostics.MeaninglessArgument, StateDiagnostics.DuplicateField,
    ];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.GetTypeByMetadataName(AttributeNames.VmState) is null)
                return;

            start.RegisterSymbolAction(AnalyzeType, SymbolKind.NamedType);
            start.RegisterSymbolAction(AnalyzeMember, SymbolKind.Field, SymbolKind.Property, SymbolKind.Method);
        });
    }

    private static void AnalyzeType(SymbolAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        var report = new StateReport(context.ReportDiagnostic, context.CancellationToken);
        if (StateSymbols.IsState(type))
        {
            new StateCheck(type, report).Run();
            new StateParser(type, report).Parse();
            return;
        }

        foreach (var subsection in type.FindAttributes(AttributeNames.Subsection))
            report.Add(StateDiagnostics.Stray, subsection, 0, type, type.Name, "[Subsection]", "no [VmState]");

        if (NeedsState(type) && StateBases.FirstMutable(type) is { } member)
            report.Add(StateDiagnostics.DeviceWithoutState, type, type.Name, member.Name);
    }

    /// <summary>
    /// Whether objects of the type are devices, or have state of a base class, and do not say that they do not migrate.
    /// </summary>
    private static bool NeedsState(INamedTypeSymbol type) =>
        type is { TypeKind: TypeKind.Class, IsAbstract: false, IsStatic: false }
        && type.FindInheritedAttribute(AttributeNames.NotMigratable) is null
        && type.FindAttribute(AttributeNames.HostOnly) is null
        && (type.FindInheritedAttribute(AttributeNames.Device) is not null
            || type.FindInheritedAttribute(AttributeNames.VmState) is not null);

    private static void AnalyzeMember(SymbolAnalysisContext context)
    {
        var member = context.Symbol;
        if (member.ContainingType is not { } type
            || member is IPropertySymbol { PartialDefinitionPart: not null } or IFieldSymbol { IsImplicitlyDeclared: true })
            return;

        var attributes = member.GetAttributes();
        if (attributes.IsEmpty)
            return;

        var report = new StateReport(context.ReportDiagnostic, context.CancellationToken);
        if (!StateSymbols.IsState(type))
        {
            foreach (var name in MemberAttributes.Where(name => member.FindAttribute(name) is not null))
                report.Add(StateDiagnostics.Stray, member, member.Name, Describe(name), $"'{type.Name}' has no [VmState]");

            return;
        }

        var classifications = MutableMember.Classifications.Where(name => member.FindAttribute(name) is not null).ToList();
        if (classifications.Count > 1)
            report.Add(StateDiagnostics.Stray, member, member.Name,
                $"{Describe(classifications[0])} and {Describe(classifications[1])}", "can be only one of them");

        if (classifications.Contains(AttributeNames.Migrated))
            return;

        foreach (var name in new[] { AttributeNames.Unused, AttributeNames.GuestVisible })
        {
            if (member.FindAttribute(name) is not null)
                report.Add(StateDiagnostics.Stray, member, member.Name, Describe(name), "no [Migrated]");
        }
    }

    private static string Describe(string attribute) =>
        $"[{attribute.Substring(attribute.LastIndexOf('.') + 1).Replace("Attribute", "")}]";
}
