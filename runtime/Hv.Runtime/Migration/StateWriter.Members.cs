using System.Numerics;
using System.Runtime.CompilerServices;

namespace Hv.Runtime.Migration;

// What generated code needs for members that are more than one integer of the type on the wire.
public sealed partial class StateWriter
{
    /// <summary>Writes one element of an array of integers; all are written, in order.</summary>
    /// <param name="field">The array.</param>
    /// <param name="index">The element, 0 to <paramref name="count"/> - 1.</param>
    /// <param name="count">How many elements there are.</param>
    /// <param name="value">The element's value.</param>
    public void WriteElement<T>(StateField field, int index, int count, T value)
        where T : unmanaged, IBinaryInteger<T>
    {
        WriteRaw(value);
        if (index == 0)
            Describer?.Array(field, count, Unsafe.SizeOf<T>());
    }

    /// <summary>Writes one element of an array of bools; all are written, in order.</summary>
    public void WriteElement(StateField field, int index, int count, bool value) =>
        WriteElement(field, index, count, value ? (byte)1 : (byte)0);

    /// <summary>A value as the type that the stream has, which may be the narrower one.</summary>
    /// <param name="field">The field that is saved.</param>
    /// <param name="value">Its value.</param>
    /// <exception cref="StateException">It does not fit.</exception>
    public TWire Fit<TWire, T>(StateField field, T value)
        where TWire : unmanaged, IBinaryInteger<TWire>, IMinMaxValue<TWire>
        where T : unmanaged, IBinaryInteger<T> =>
        TryFit(value, out TWire wire)
            ? wire
            : throw new StateException($"{field.Name} is {value}; {TWire.MinValue} to {TWire.MaxValue} can be saved");

    /// <summary>Checks how many elements of an array are saved.</summary>
    /// <param name="field">The array.</param>
    /// <param name="count">How many there are to be.</param>
    /// <param name="limit">How many there can be.</param>
    /// <returns>The count.</returns>
    /// <exception cref="StateException">It is negative, or more than the limit.</exception>
    public int CheckCount(StateField field, long count, long limit) =>
        count >= 0 && count <= Math.Min(limit, Array.MaxLength)
            ? (int)count
            : throw new StateException($"{field.Name} has {count} elements; at most {limit} can be saved");

    /// <inheritdoc cref="CheckCount(StateField, long, long)"/>
    public int CheckCount(StateField field, ulong count, long limit) =>
        count <= (ulong)Math.Clamp(limit, 0, Array.MaxLength)
            ? (int)count
            : throw new StateException($"{field.Name} has {count} elements; at most {limit} can be saved");

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool TryFit<T, TResult>(T value, out TResult result)
        where T : unmanaged, IBinaryInteger<T>
        where TResult : unmanaged, IBinaryInteger<TResult>
    {
        result = TResult.CreateTruncating(value);
        return T.CreateTruncating(result) == value && T.IsNegative(value) == TResult.IsNegative(result);
    }
}
