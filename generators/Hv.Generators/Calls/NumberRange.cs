using Microsoft.CodeAnalysis;

namespace Hv.Generators.Calls;

/// <summary>A range of hypercall numbers that a machine family declares.</summary>
internal sealed record NumberRange(uint First, uint Last, uint Step)
{
    public static List<NumberRange> Of(INamedTypeSymbol machine) =>
    [
        .. machine.SelfAndBases()
            .SelectMany(type => type.FindAttributes(AttributeNames.HypercallNumbers))
            .Select(attribute => new NumberRange(
                attribute.PositionalValue<uint>(0), attribute.PositionalValue<uint>(1), Math.Max(1, attribute.NamedValue<uint>("Step"))))
            .OrderBy(range => range.First),
    ];

    public bool Contains(uint number) => number >= First && number <= Last;

    public override string ToString() =>
        $"{CallNaming.Hex(First)} to {CallNaming.Hex(Last)}{(Step == 1 ? "" : $" in steps of {Step}")}";
}
