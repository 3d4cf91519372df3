using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using static Hv.Generators.Calls.CallDiagnostics;

namespace Hv.Generators.Calls;

/// <summary>
/// Checks constants passed to parameters marked <c>[RtasCallName]</c>, <c>[RtasCallToken]</c> and <c>[HypercallName]</c> against
/// what this project and those it references declare. Silent where nothing is declared at all.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CallUsageAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [UnknownCallName, UnknownCallToken];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.GetTypeByMetadataName(AttributeNames.RtasCallName) is null)
                return;

            // The generated assembly attributes of this project are part of the compilation that analyzers see.
            var rtas = Declared(start.Compilation, AttributeNames.DeclaredRtasCall);
            var hypercalls = Declared(start.Compilation, AttributeNames.DeclaredHypercall);
            if (rtas.Count + hypercalls.Count == 0)
                return;

            start.RegisterOperationAction(operation => Check((IArgumentOperation)operation.Operation, rtas, hypercalls, operation.ReportDiagnostic), OperationKind.Argument);
        });
    }

    private static List<(uint Number, string Name)> Declared(Compilation compilation, string attribute)
    {
        // Only assemblies that reference the declarations can have the attribute; the many others are not even asked.
        var declarations = compilation.GetTypeByMetadataName(attribute)?.ContainingAssembly.Identity;
        var assemblies = compilation.SourceModule.ReferencedAssemblySymbols
            .Where(assembly => assembly.Modules.Any(module => module.ReferencedAssemblies.Any(reference => reference.Equals(declarations))))
            .Append(compilation.Assembly);
        return
        [
            .. assemblies.SelectMany(assembly => assembly.FindAttributes(attribute))
                .Select(data => (Number: data.PositionalValue<uint>(0), Name: data.PositionalValue<string>(1) ?? ""))
                .Distinct()
                .OrderBy(call => call.Number),
        ];
    }

    private static void Check(
        IArgumentOperation argument, List<(uint Number, string Name)> rtas, List<(uint Number, string Name)> hypercalls, Action<Diagnostic> report)
    {
        if (argument.Parameter is not { } parameter || argument.Value.ConstantValue is not { HasValue: true, Value: { } value })
            return;

        foreach (var attribute in parameter.OriginalDefinition.GetAttributes())
        {
            switch (value)
            {
                case string name when attribute.AttributeClass.IsNamed(AttributeNames.RtasCallName):
                    CheckName(argument, name, "RTAS call", rtas, report);
                    break;

                case string name when attribute.AttributeClass.IsNamed(AttributeNames.HypercallName):
                    CheckName(argument, name, "hypercall", hypercalls, report);
                    break;

                case uint token when attribute.AttributeClass.IsNamed(AttributeNames.RtasCallToken):
                    CheckToken(argument, token, rtas, report);
                    break;
            }
        }
    }

    private static void CheckName(IArgumentOperation argument, string name, string noun, List<(uint Number, string Name)> calls, Action<Diagnostic> report)
    {
        if (calls.Count == 0 || calls.Any(call => call.Name == name))
            return;

        var names = calls.Select(call => call.Name).ToList();
        var nearest = NearestName.Find(name, names);
        var properties = nearest is null
            ? ImmutableDictionary<string, string?>.Empty
            : ImmutableDictionary<string, string?>.Empty.Add(Diagnostics.FixKey, nearest);
        report(Diagnostic.Create(UnknownCallName, argument.Value.Syntax.GetLocation(), properties, noun, name, NearestName.Suggest(name, names)));
    }

    private static void CheckToken(IArgumentOperation argument, uint token, List<(uint Number, string Name)> calls, Action<Diagnostic> report)
    {
        if (calls.Count == 0 || calls.Any(call => call.Number == token))
            return;

        var (number, name) = calls.OrderBy(call => Math.Abs((long)call.Number - token)).First();
        report(Diagnostic.Create(
            UnknownCallToken, argument.Value.Syntax.GetLocation(),
            ImmutableDictionary<string, string?>.Empty.Add(Diagnostics.FixKey, "0x" + number.ToString("X", CultureInfo.InvariantCulture)),
            CallNaming.Hex(token), CallNaming.Hex(number), name));
    }
}
