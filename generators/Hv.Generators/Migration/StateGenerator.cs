using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Hv.Generators.Migration;

/// <summary>Generates what saves, loads and describes the state that <c>[VmState]</c> types declare.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class StateGenerator : IIncrementalGenerator
{
    private static readonly Declarations<TypeDeclarationSyntax, StateModel> States =
        new(AttributeNames.VmState, StateParser.Parse);

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var states = States.Find(context).WithTrackingName(TrackingNames.States);
        context.RegisterSourceOutput(states, static (output, model) =>
            output.AddSource(model.HintName, StateEmitter.Emit(model)));
    }
}
