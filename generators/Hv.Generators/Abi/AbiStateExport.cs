using Hv.Runtime.Abi;
using Microsoft.CodeAnalysis;

namespace Hv.Generators.Abi;

/// <summary>
/// Carries the states of an assembly to those that reference it, as attributes: the members that make them up are private, and
/// private members of a referenced assembly cannot be seen.
/// </summary>
internal static class AbiStateExport
{
    private const char Separator = '\t';

    public static string Emit(IEnumerable<AbiState> states)
    {
        var writer = SourceWriter.ForFile();
        foreach (var state in states.OrderBy(state => state.Name, StringComparer.Ordinal).ThenBy(state => state.ClassName, StringComparer.Ordinal))
        {
            writer.Line($"[assembly: global::Hv.Runtime.Declarations.DeclaredState({Symbols.Literal(state.Name)}, {Symbols.Literal(state.ClassName)},");
            using (writer.Indent())
            {
                var last = state.Lines.Count - 1;
                for (var index = 0; index <= last; index++)
                    writer.Line(Symbols.Literal(Encode(state.Lines[index])) + (index < last ? "," : ")]"));
            }
        }

        return writer.ToString();
    }

    public static IEnumerable<AbiState> Read(IAssemblySymbol assembly)
    {
        foreach (var attribute in assembly.FindAttributes(AttributeNames.DeclaredState))
        {
            if (attribute.PositionalValue<string>(0) is { } name
                && attribute.PositionalValue<string>(1) is { } className
                && attribute.ConstructorArguments.Length == 3
                && attribute.ConstructorArguments[2] is { Kind: TypedConstantKind.Array, IsNull: false } lines)
            {
                yield return new AbiState(
                    name, className, lines.Values.Select(line => line.Value).OfType<string>().Select(Decode).OfType<AbiStateLine>().ToEquatableArray());
            }
        }
    }

    private static string Encode(AbiStateLine line) => string.Join(
        Separator.ToString(), line.Kind == AbiEntryKind.Field ? "field" : "state", line.Key, line.Value, line.StructClass, line.Condition);

    private static AbiStateLine? Decode(string text)
    {
        var parts = text.Split(Separator);
        return parts.Length == 5
            ? new AbiStateLine(parts[0] == "field" ? AbiEntryKind.Field : AbiEntryKind.State, parts[1], parts[2], parts[3], parts[4])
            : null;
    }
}
