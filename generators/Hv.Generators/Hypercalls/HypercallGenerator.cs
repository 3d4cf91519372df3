using Hv.Generators.Calls;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Hv.Generators.Hypercalls;

/// <summary>Turns classes marked <c>[Hypercalls]</c> into marshalling, one dispatcher and one typed client per machine.</summary>
[Generator]
public sealed class HypercallGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var containers = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                AttributeNames.Hypercalls,
                static (node, _) => node is ClassDeclarationSyntax,
                static (context, cancellation) => new CallParser(CallFacts.Hypercall, report: null, cancellation).Parse((INamedTypeSymbol)context.TargetSymbol))
            .Where(static container => container is not null)
            .Select(static (container, _) => container!)
            .WithTrackingName(TrackingNames.HypercallContainers);

        var machines = containers.Collect()
            .Select(static (containers, _) => CallGroup.Of(containers))
            .WithTrackingName(TrackingNames.HypercallMachines);

        context.RegisterSourceOutput(containers, static (context, container) =>
            context.AddSource(container.HintName, HypercallMarshallingEmitter.Emit(container)));

        context.RegisterSourceOutput(machines.SelectMany(static (groups, _) => groups), static (context, group) =>
        {
            context.AddSource($"{group.Machine.HintPrefix}.HypercallDispatcher.g.cs", HypercallDispatcherEmitter.Emit(group, context.CancellationToken));
            context.AddSource($"{group.Machine.HintPrefix}.HypercallClient.g.cs", HypercallClientEmitter.Emit(group));
        });

        context.RegisterSourceOutput(machines, static (context, groups) =>
        {
            if (groups.Count > 0)
                context.AddSource("DeclaredHypercalls.g.cs", DeclaredCallsEmitter.Emit("DeclaredHypercall", CallKind.Hypercall, groups));
        });
    }
}
