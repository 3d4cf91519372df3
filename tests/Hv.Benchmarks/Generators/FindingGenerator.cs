extern alias Generators;

using Generators::Hv.Generators.Pipeline;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Hv.Benchmarks.Generators;

/// <summary>
/// Finds the declarations with ForAttributeWithMetadataName and makes nothing of them: what that costs by itself, and why the
/// real generators do not use it (Hv.Generators/Pipeline/Declarations.cs).
/// </summary>
internal sealed class FindingGenerator : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        string[] attributes =
        [
            AttributeNames.RtasCalls, AttributeNames.Hypercalls, AttributeNames.Device, AttributeNames.MachineFamily,
            AttributeNames.MachineVersion,
        ];
        foreach (var attribute in attributes)
        {
            var found = context.SyntaxProvider.ForAttributeWithMetadataName(
                attribute, static (node, _) => node is TypeDeclarationSyntax, static (_, _) => true);
            context.RegisterSourceOutput(found.Collect(), static (_, _) => { });
        }
    }
}
