using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Hv.Generators.Instructions;

/// <summary>
/// Generates the operations of classes marked <c>[Instructions]</c>, and of each instruction set the decoder, the binding of operands, and
/// the descriptions.
/// </summary>
[Generator]
public sealed class InstructionGenerator : IIncrementalGenerator
{
    private static readonly Declarations<ClassDeclarationSyntax, InstructionContainer> Containers = new(
        AttributeNames.Instructions,
        static (type, cancellation) => InstructionParser.Parse(type, report: null, cancellation));

    private static readonly Declarations<ClassDeclarationSyntax, InstructionSetModel> Sets = new(
        AttributeNames.InstructionSet,
        static (type, cancellation) => InstructionParser.ParseSet(type, report: null, cancellation));

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var containers = Containers.Find(context).WithTrackingName(TrackingNames.InstructionContainers);
        var sets = Sets.Find(context).WithTrackingName(TrackingNames.InstructionSets);
        var tables = sets.Combine(containers.Collect())
            .Select(static (pair, _) => InstructionTable.Of(pair.Left, pair.Right))
            .WithTrackingName(TrackingNames.InstructionTables);

        context.RegisterSourceOutput(containers, static (output, container) =>
            output.AddSource(container.HintName, OperationEmitter.Emit(container, output.CancellationToken)));

        context.RegisterSourceOutput(tables, static (output, table) =>
        {
            output.AddSource($"{table.Set.HintPrefix}.Decoder.g.cs", DecoderEmitter.Emit(table, output.CancellationToken));
            output.AddSource($"{table.Set.HintPrefix}.Binding.g.cs", BindingEmitter.Emit(table, output.CancellationToken));
            output.AddSource($"{table.Set.HintPrefix}.Table.g.cs", TableEmitter.Emit(table));
        });
    }
}
