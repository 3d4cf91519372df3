using Hv.Generators.Calls;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Hv.Generators.Rtas;

/// <summary>Turns classes marked <c>[RtasCalls]</c> into marshalling, one dispatcher and one typed client per machine.</summary>
[Generator]
public sealed class RtasGenerator : IIncrementalGenerator
{
    internal static readonly Declarations<ClassDeclarationSyntax, CallContainer> Containers = new(
        AttributeNames.RtasCalls,
        static (type, cancellation) => new CallParser(CallFacts.Rtas, report: null, cancellation).Parse(type));

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var containers = Containers.Find(context)
            .WithTrackingName(TrackingNames.RtasContainers);

        var machines = containers.Collect()
            .Select(static (containers, _) => CallGroup.Of(containers))
            .WithTrackingName(TrackingNames.RtasMachines);

        context.RegisterSourceOutput(containers, static (context, container) =>
            context.AddSource(container.HintName, RtasMarshallingEmitter.Emit(container)));

        context.RegisterSourceOutput(machines.SelectMany(static (groups, _) => groups), static (context, group) =>
        {
            context.AddSource($"{group.Machine.HintPrefix}.RtasDispatcher.g.cs", RtasDispatcherEmitter.Emit(group, context.CancellationToken));
            context.AddSource($"{group.Machine.HintPrefix}.RtasClient.g.cs", RtasClientEmitter.Emit(group));
        });

        var calls = machines.Select(static (groups, _) => DeclaredCallsEmitter.Calls(CallKind.Rtas, groups));
        context.RegisterSourceOutput(calls, static (context, calls) =>
        {
            if (calls.Count > 0)
                context.AddSource("DeclaredRtasCalls.g.cs", DeclaredCallsEmitter.Emit("DeclaredRtasCall", calls));
        });
    }
}
