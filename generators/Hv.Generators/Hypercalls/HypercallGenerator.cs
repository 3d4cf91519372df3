using Hv.Generators.Calls;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Hv.Generators.Hypercalls;

/// <summary>Turns classes marked <c>[Hypercalls]</c> into marshalling, one dispatcher and one typed client per machine.</summary>
[Generator]
public sealed class HypercallGenerator : IIncrementalGenerator
{
    internal static readonly Declarations<ClassDeclarationSyntax, CallContainer> Containers = new(
        AttributeNames.Hypercalls,
        static (type, cancellation) => new CallParser(CallFacts.Hypercall, report: null, cancellation).Parse(type));

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var containers = Containers.Find(context)
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

        var calls = machines.Select(static (groups, _) => DeclaredCallsEmitter.Calls(CallKind.Hypercall, groups));
        context.RegisterSourceOutput(calls, static (context, calls) =>
        {
            if (calls.Count > 0)
                context.AddSource("DeclaredHypercalls.g.cs", DeclaredCallsEmitter.Emit("DeclaredHypercall", calls));
        });
    }
}
