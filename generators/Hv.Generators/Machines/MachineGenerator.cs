using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Hv.Generators.Machines;

/// <summary>
/// Writes what classes with [MachineFamily] and [MachineVersion] declare: each version with its compat rows, each family with its
/// versions, and the assembly's <c>MachineCatalog</c>.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class MachineGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var families = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                AttributeNames.MachineFamily,
                static (node, _) => node is ClassDeclarationSyntax,
                static (target, cancellation) => MachineParser.FamilyModel((INamedTypeSymbol)target.TargetSymbol, cancellation))
            .Where(static family => family is not null)
            .Select(static (family, _) => family!)
            .WithTrackingName(TrackingNames.MachineFamilies);

        var versions = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                AttributeNames.MachineVersion,
                static (node, _) => node is ClassDeclarationSyntax,
                static (target, cancellation) => MachineParser.VersionModel((INamedTypeSymbol)target.TargetSymbol, cancellation))
            .Where(static version => version is not null)
            .Select(static (version, _) => version!)
            .WithTrackingName(TrackingNames.MachineVersions);

        var chains = families.Collect()
            .Combine(versions.Collect())
            .SelectMany(static (declared, _) => MachineChain.Build(declared.Left, declared.Right))
            .WithTrackingName(TrackingNames.MachineChains);

        // One row edited: that version's file is written again, no other.
        context.RegisterSourceOutput(
            chains.SelectMany(static (chain, _) => chain.Versions),
            static (output, version) => output.AddSource(version.Version.HintName, MachineEmitter.Version(version)));

        var registries = chains.Select(static (chain, _) => chain.Registry);
        context.RegisterSourceOutput(
            registries,
            static (output, registry) => output.AddSource(registry.Family.HintName, MachineEmitter.Family(registry)));

        var assembly = context.CompilationProvider.Select(static (compilation, _) => compilation.AssemblyName ?? "");
        context.RegisterSourceOutput(
            registries.Select(static (registry, _) => registry.Family.ClassName).Collect().Combine(assembly),
            static (output, catalog) =>
            {
                if (!catalog.Left.IsEmpty)
                    output.AddSource("MachineCatalog.g.cs", MachineEmitter.Catalog(catalog.Right, catalog.Left));
            });
    }
}
