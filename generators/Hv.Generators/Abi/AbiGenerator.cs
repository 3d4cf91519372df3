using Hv.Generators.Calls;
using Hv.Generators.Machines;
using Microsoft.CodeAnalysis;

namespace Hv.Generators.Abi;

/// <summary>
/// Writes what the machine versions of the assembly show their guests, as <c>GuestAbi</c>: made of the same models as the code that
/// shows it.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class AbiGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var parts = AbiParts.Find(context).WithTrackingName(TrackingNames.AbiParts).Collect();
        var references = context.CompilationProvider.Select(AbiReferences.Of).WithTrackingName(TrackingNames.AbiReferences);
        var texts = parts.Combine(references)
            .Select(static (all, cancellation) => AbiBuilder.Build(Input(all.Left, all.Right), cancellation))
            .WithTrackingName(TrackingNames.AbiTexts);
        var states = parts
            .Select(static (parts, _) => parts.SelectMany(part => part.States).Distinct().ToEquatableArray())
            .WithTrackingName(TrackingNames.AbiStates);

        context.RegisterSourceOutput(states, static (output, states) =>
        {
            if (states.Count > 0)
                output.AddSource("DeclaredStates.g.cs", AbiStateExport.Emit(states));
        });

        var assembly = context.CompilationProvider.Select(static (compilation, _) => compilation.AssemblyName ?? "");
        context.RegisterSourceOutput(texts.Combine(assembly), static (output, pair) =>
        {
            if (pair.Left.Versions.Count > 0)
                output.AddSource("GuestAbi.g.cs", AbiEmitter.Emit(pair.Right, pair.Left));
        });
    }

    private static AbiInput Input(ImmutableArray<AbiPart> parts, AbiReferences references) => new(
        MachineChain.Build(parts.SelectMany(part => part.Families), parts.SelectMany(part => part.Versions)).ToEquatableArray(),
        parts.SelectMany(part => part.Devices).Concat(references.Devices).ToEquatableArray(),
        CallGroup.Of(parts.SelectMany(part => part.RtasCalls)),
        CallGroup.Of(parts.SelectMany(part => part.Hypercalls)),
        parts.SelectMany(part => part.Identities).ToEquatableArray(),
        parts.SelectMany(part => part.States).Distinct().Concat(references.States).ToEquatableArray(),
        parts.SelectMany(part => part.Excuses).ToEquatableArray());
}
