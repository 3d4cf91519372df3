using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Hv.Generators.Devices;

/// <summary>
/// Gives a body to <c>[Property]</c> declarations in classes that declare no object type, so that a build gets as far as HV2011,
/// which says that they are wrong.
/// </summary>
/// <remarks>
/// It asks the syntax first, whose answers the driver keeps per file: in a project without such a mistake hardly a class is left to
/// be bound. That is why it does not ask for the attribute by its metadata name, which binds it on every property after each edit.
/// </remarks>
[Generator(LanguageNames.CSharp)]
public sealed class StrayPropertyGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var strays = context.SyntaxProvider
            .CreateSyntaxProvider(static (node, _) => MayHaveStrays(node), static (found, cancellation) => Parse(found, cancellation))
            .Where(static model => model is not null)
            .Select(static (model, _) => model!)
            .WithTrackingName(TrackingNames.StrayProperties);

        // Both parts of a class may have some: the model is that of the whole class.
        context.RegisterSourceOutput(strays.Collect(), static (output, models) =>
        {
            foreach (var model in models.Distinct())
                output.AddSource(model.HintName, DeviceEmitter.Emit(model));
        });
    }

    private static DeviceModel? Parse(GeneratorSyntaxContext found, CancellationToken cancellation) =>
        found.SemanticModel.GetDeclaredSymbol(found.Node, cancellation) is INamedTypeSymbol type && !DeviceSymbols.IsDeclaration(type)
            ? DeviceParser.ParseStubs(type, cancellation)
            : null;

    /// <summary>Whether it is a part of a class that has partial properties with [Property] and is not itself marked.</summary>
    private static bool MayHaveStrays(SyntaxNode node) =>
        node is TypeDeclarationSyntax type
        && type.Modifiers.Any(SyntaxKind.PartialKeyword)
        && type.Members.Any(static member =>
            member is BasePropertyDeclarationSyntax
            && member.Modifiers.Any(SyntaxKind.PartialKeyword)
            && member.AttributeLists.HasNamed("Property"))
        && !type.AttributeLists.HasNamed("Device")
        && !type.AttributeLists.HasNamed("MachineFamily");
}
