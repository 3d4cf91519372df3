using Hv.Generators.Devices;
using Hv.Generators.Hypercalls;
using Hv.Generators.Machines;
using Hv.Generators.Rtas;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Hv.Generators.Abi;

/// <summary>
/// Finds all that the texts are made of in one walk over the syntax: a walk for each kind would double what all generators together
/// take. The models are those of the other generators, which remember them.
/// </summary>
internal static class AbiParts
{
    private static readonly Declarations<TypeDeclarationSyntax, AbiState> States = new(AttributeNames.VmState, AbiStateParser.Parse);

    private static readonly AttributedMembers<AbiIdentity> Identities =
        new(AttributeNames.GuestIdentity, static (symbol, _) => AbiIdentityParser.Of(symbol));

    private static readonly AttributedMembers<AbiExcuse> Excuses = new(AttributeNames.AbiException, AbiExcuseParser.Of);

    /// <summary>The parts, in the order of the files.</summary>
    public static IncrementalValuesProvider<AbiPart> Find(IncrementalGeneratorInitializationContext context) =>
        context.SyntaxProvider
            .CreateSyntaxProvider(
                static (node, _) => node is TypeDeclarationSyntax { AttributeLists.Count: > 0 }
                    || (node is MemberDeclarationSyntax member && (Identities.MayCarry(member) || Excuses.MayCarry(member))),
                static (found, cancellation) => Get((MemberDeclarationSyntax)found.Node, found.SemanticModel, cancellation))
            .Where(static part => !part.IsEmpty);

    private static AbiPart Get(MemberDeclarationSyntax declaration, SemanticModel semantics, CancellationToken cancellation)
    {
        var part = new AbiPart
        {
            Identities = new(Identities.MayCarry(declaration) ? Identities.Get(declaration, semantics, cancellation) : []),
            Excuses = new(Excuses.MayCarry(declaration) ? Excuses.Get(declaration, semantics, cancellation) : []),
        };
        if (declaration is TypeDeclarationSyntax type)
        {
            var devices = DeviceGenerator.Devices.Get(type, semantics, cancellation).Concat(DeviceGenerator.Machines.Get(type, semantics, cancellation));
            part = part with
            {
                Devices = devices.Where(model => model.IsObjectType).Select(AbiDevice.From).ToEquatableArray(),
                States = new(States.Get(type, semantics, cancellation)),
            };
        }

        return declaration is ClassDeclarationSyntax classDeclaration
            ? part with
            {
                Families = new(MachineGenerator.Families.Get(classDeclaration, semantics, cancellation)),
                Versions = new(MachineGenerator.Versions.Get(classDeclaration, semantics, cancellation)),
                RtasCalls = new(RtasGenerator.Containers.Get(classDeclaration, semantics, cancellation)),
                Hypercalls = new(HypercallGenerator.Containers.Get(classDeclaration, semantics, cancellation)),
            }
            : part;
    }
}
