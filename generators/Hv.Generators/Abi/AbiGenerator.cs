using Hv.Generators.Calls;
using Hv.Generators.Devices;
using Hv.Generators.Hypercalls;
using Hv.Generators.Machines;
using Hv.Generators.Rtas;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Hv.Generators.Abi;

/// <summary>
/// Writes what the machine versions of the assembly show their guests, as <c>GuestAbi</c>: made of the same models as the code that
/// shows it.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class AbiGenerator : IIncrementalGenerator
{
    private static readonly AttributedMembers<AbiIdentity> Identities =
        new(AttributeNames.GuestIdentity, static (symbol, _) => AbiIdentityParser.Of(symbol));

    private static readonly AttributedMembers<AbiExcuse> Excuses =
        new(AttributeNames.AbiException, AbiExcuseParser.Of);

    private static readonly Declarations<TypeDeclarationSyntax, AbiState> States = new(AttributeNames.VmState, AbiStateParser.Parse);

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        // Found once for all generators: the finders remember what they have made.
        var chains = MachineGenerator.Families.Find(context).Collect()
            .Combine(MachineGenerator.Versions.Find(context).Collect())
            .Select(static (declared, _) => MachineChain.Build(declared.Left, declared.Right).ToEquatableArray());
        var devices = DeviceGenerator.Devices.Find(context).Collect()
            .Combine(DeviceGenerator.Machines.Find(context).Collect())
            .Select(static (declared, _) => declared.Left.Concat(declared.Right).Where(model => model.IsObjectType).Select(AbiDevice.From).ToEquatableArray());
        var references = context.CompilationProvider.Select(AbiReferences.Of).WithTrackingName(TrackingNames.AbiReferences);
        var rtas = RtasGenerator.Containers.Find(context).Collect().Select(static (containers, _) => CallGroup.Of(containers));
        var hypercalls = HypercallGenerator.Containers.Find(context).Collect().Select(static (containers, _) => CallGroup.Of(containers));
        var identities = Identities.Find(context).WithTrackingName(TrackingNames.AbiIdentities).Collect();
        var excuses = Excuses.Find(context).WithTrackingName(TrackingNames.AbiExcuses).Collect();

        var states = States.Find(context).WithTrackingName(TrackingNames.AbiStates).Collect();
        context.RegisterSourceOutput(states, static (output, states) =>
        {
            if (!states.IsEmpty)
                output.AddSource("DeclaredStates.g.cs", AbiStateExport.Emit(states.Distinct()));
        });

        var texts = chains
            .Combine(devices.Combine(states))
            .Combine(references)
            .Combine(rtas.Combine(hypercalls))
            .Combine(identities.Combine(excuses))
            .Select(static (all, cancellation) =>
            {
                var ((((chains, (devices, states)), references), (rtas, hypercalls)), (identities, excuses)) = all;
                var input = new AbiInput(
                    chains, devices.Concat(references.Devices).ToEquatableArray(), rtas, hypercalls, identities.ToEquatableArray(),
                    states.Distinct().Concat(references.States).ToEquatableArray(), excuses.ToEquatableArray());
                return AbiBuilder.Build(input, cancellation);
            })
            .WithTrackingName(TrackingNames.AbiTexts);

        var assembly = context.CompilationProvider.Select(static (compilation, _) => compilation.AssemblyName ?? "");
        context.RegisterSourceOutput(texts.Combine(assembly), static (output, pair) =>
        {
            if (pair.Left.Versions.Count > 0)
                output.AddSource("GuestAbi.g.cs", AbiEmitter.Emit(pair.Right, pair.Left));
        });
    }
}
