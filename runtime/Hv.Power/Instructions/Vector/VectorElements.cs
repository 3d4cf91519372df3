using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hv.Power.Instructions.Vector;

/// <summary>
/// Elements of vectors as the architecture counts them: 0 is the most significant one. Even and odd ones are the halves of elements
/// twice as wide, which do not depend on the order of the host.
/// </summary>
internal static class VectorElements
{
    /// <summary>Where the host has the element that the architecture gives a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int HostIndex<T>(int element) => BitConverter.IsLittleEndian ? Vector128<T>.Count - 1 - element : element;

    /// <summary>An element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Element<T>(this Vector128<T> vector, int element) => vector.GetElement(HostIndex<T>(element));

    /// <summary>The vector with another value of an element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> With<T>(this Vector128<T> vector, int element, T value) => vector.WithElement(HostIndex<T>(element), value);

    /// <summary>A vector of two doublewords.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> Doublewords(ulong first, ulong second) =>
        BitConverter.IsLittleEndian ? Vector128.Create(second, first) : Vector128.Create(first, second);

    /// <summary>The more significant halves of elements, extended to all of them: with their sign if <typeparamref name="T"/> has one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Even<T>(Vector128<T> vector) => vector >> HalfWidth<T>();

    /// <summary>The less significant halves of elements, extended likewise.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Odd<T>(Vector128<T> vector) => (vector << HalfWidth<T>()) >> HalfWidth<T>();

    /// <summary>Elements whose more significant halves are the low ones of one vector, whose less significant ones those of another.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Combine<T>(Vector128<T> even, Vector128<T> odd) =>
        (even << HalfWidth<T>()) | ((odd << HalfWidth<T>()) >>> HalfWidth<T>());

    /// <summary>The vector with each element within bounds, and whether one was not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector128<T> Vector, bool Saturated) Clamp<T>(Vector128<T> vector, T minimum, T maximum)
    {
        var clamped = Vector128.Max(Vector128.Min(vector, Vector128.Create(maximum)), Vector128.Create(minimum));
        return (clamped, clamped != vector);
    }

    /// <summary>Sums that do not go beyond the bounds of their type, and whether one would.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector128<T> Sum, bool Saturated) Sum<T>(Vector128<T> first, Vector128<T> second)
    {
        var sum = Vector128.AddSaturate(first, second);
        return (sum, sum != first + second);
    }

    /// <summary>Differences that do not go beyond the bounds of their type, and whether one would.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector128<T> Difference, bool Saturated) Difference<T>(Vector128<T> first, Vector128<T> second)
    {
        var difference = Vector128.SubtractSaturate(first, second);
        return (difference, difference != first - second);
    }

    /// <summary>A vector of what a function makes of each element.</summary>
    public static unsafe Vector128<T> Map<T, TOperation>(Vector128<T> vector)
        where T : unmanaged
        where TOperation : IUnary<T>
    {
        Unsafe.SkipInit(out Vector128<T> result);
        for (var index = 0; index < Vector128<T>.Count; index++)
            ((T*)&result)[index] = TOperation.Apply(((T*)&vector)[index]);

        return result;
    }

    /// <summary>A vector of what a function makes of each pair of elements.</summary>
    public static unsafe Vector128<T> Map<T, TOperation>(Vector128<T> first, Vector128<T> second)
        where T : unmanaged
        where TOperation : IBinary<T>
    {
        Unsafe.SkipInit(out Vector128<T> result);
        for (var index = 0; index < Vector128<T>.Count; index++)
            ((T*)&result)[index] = TOperation.Apply(((T*)&first)[index], ((T*)&second)[index]);

        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int HalfWidth<T>() => 4 * Unsafe.SizeOf<T>();

    /// <summary>A function of an element.</summary>
    public interface IUnary<T>
    {
        /// <summary>Its value.</summary>
        static abstract T Apply(T value);
    }

    /// <summary>A function of two elements.</summary>
    public interface IBinary<T>
    {
        /// <summary>Its value.</summary>
        static abstract T Apply(T first, T second);
    }
}
