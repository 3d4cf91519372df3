using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Hv.Generators.Calls;

/// <summary>What a condition says of a variable: that it lies between two numbers.</summary>
internal readonly record struct ShiftBounds(decimal Minimum, decimal Maximum)
{
    private static readonly ShiftBounds Anything = new(decimal.MinValue, decimal.MaxValue);

    /// <summary>
    /// The bounds of the variable that <paramref name="isVariable"/> recognizes when <paramref name="condition"/> has turned out
    /// <paramref name="outcome"/>; <see langword="null"/> when the condition does not speak of it.
    /// </summary>
    public static ShiftBounds? Of(IOperation condition, bool outcome, Func<IOperation, bool> isVariable)
    {
        switch (condition)
        {
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not:
                return Of(not.Operand, !outcome, isVariable);

            case IIsPatternOperation pattern when isVariable(pattern.Value):
                return OfPattern(pattern.Pattern, outcome);

            case IBinaryOperation binary when isVariable(binary.LeftOperand) && Number(binary.RightOperand) is { } right:
                return Compared(binary.OperatorKind, right, outcome);

            case IBinaryOperation binary when isVariable(binary.RightOperand) && Number(binary.LeftOperand) is { } left:
                return Compared(Mirrored(binary.OperatorKind), left, outcome);

            default:
                return null;
        }
    }

    private static ShiftBounds OfPattern(IPatternOperation pattern, bool outcome)
    {
        switch (pattern)
        {
            case INegatedPatternOperation negated:
                return OfPattern(negated.Pattern, !outcome);

            case IConstantPatternOperation constant when Number(constant.Value) is { } number:
                return Compared(BinaryOperatorKind.Equals, number, outcome);

            case IRelationalPatternOperation relational when Number(relational.Value) is { } number:
                return Compared(relational.OperatorKind, number, outcome);

            case IBinaryPatternOperation binary:
                var left = OfPattern(binary.LeftPattern, outcome);
                var right = OfPattern(binary.RightPattern, outcome);

                // 'and' that holds narrows, and so does 'or' that fails; the other two know only what both say.
                return binary.OperatorKind == BinaryOperatorKind.And == outcome
                    ? new ShiftBounds(Math.Max(left.Minimum, right.Minimum), Math.Min(left.Maximum, right.Maximum))
                    : new ShiftBounds(Math.Min(left.Minimum, right.Minimum), Math.Max(left.Maximum, right.Maximum));

            default:
                return Anything;
        }
    }

    private static ShiftBounds Compared(BinaryOperatorKind comparison, decimal number, bool outcome) => (comparison, outcome) switch
    {
        (BinaryOperatorKind.LessThan, true) or (BinaryOperatorKind.GreaterThanOrEqual, false) => Anything with { Maximum = number - 1 },
        (BinaryOperatorKind.LessThanOrEqual, true) or (BinaryOperatorKind.GreaterThan, false) => Anything with { Maximum = number },
        (BinaryOperatorKind.GreaterThan, true) or (BinaryOperatorKind.LessThanOrEqual, false) => Anything with { Minimum = number + 1 },
        (BinaryOperatorKind.GreaterThanOrEqual, true) or (BinaryOperatorKind.LessThan, false) => Anything with { Minimum = number },
        (BinaryOperatorKind.Equals, true) or (BinaryOperatorKind.NotEquals, false) => new ShiftBounds(number, number),
        _ => Anything,
    };

    private static BinaryOperatorKind Mirrored(BinaryOperatorKind comparison) => comparison switch
    {
        BinaryOperatorKind.LessThan => BinaryOperatorKind.GreaterThan,
        BinaryOperatorKind.LessThanOrEqual => BinaryOperatorKind.GreaterThanOrEqual,
        BinaryOperatorKind.GreaterThan => BinaryOperatorKind.LessThan,
        BinaryOperatorKind.GreaterThanOrEqual => BinaryOperatorKind.LessThanOrEqual,
        _ => comparison,
    };

    private static decimal? Number(IOperation operation) =>
        operation.ConstantValue is { HasValue: true, Value: sbyte or byte or short or ushort or int or uint or long or ulong } constant
            ? Convert.ToDecimal(constant.Value, CultureInfo.InvariantCulture)
            : null;
}
