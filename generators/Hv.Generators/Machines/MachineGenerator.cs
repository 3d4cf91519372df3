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
    internal static readonly Declarations<ClassDeclarationSyntax, MachineFamilyModel> Families =
        new(AttributeNames.MachineFamily, MachineParser.FamilyModel);

    internal static readonly Declarations<ClassDeclarationSyntax, MachineVersionModel> Versions =
        new(AttributeNames.MachineVersion, MachineParser.VersionModel);

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var families = Families.Find(context).WithTrackingName(TrackingNames.MachineFamilies);

        var versions = Versions.Find(context).WithTrackingName(TrackingNames.MachineVersions);

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
