using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hv.Power.FloatingPoint;

namespace Hv.Power.Instructions.VectorScalar;

/// <summary>
/// Does to the elements of vectors what is done to scalars. Of FPSCR a vector sets the exceptions of all its elements, and
/// nothing else; when one of them traps all of the target stays (Power ISA, Book I, 7.2.1).
/// </summary>
internal static unsafe class Elements
{
    private const uint AllTrue = 8;
    private const uint AllFalse = 2;

    /// <summary>
    /// What a test for software division or root gives besides: that the hardware has estimates that are good enough.
    /// </summary>
    private const uint Always = 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatingPointResult<Vector128<ulong>> Map(
        Vector128<ulong> a, Vector128<ulong> b, Fpscr fpscr,
        delegate*<ulong, ulong, Fpscr, FloatingPointResult<ulong>> operation) =>
        Join(operation(a.GetElement(0), b.GetElement(0), fpscr), operation(a.GetElement(1), b.GetElement(1), fpscr));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatingPointResult<Vector128<uint>> Map(
        Vector128<uint> a, Vector128<uint> b, Fpscr fpscr,
        delegate*<uint, uint, Fpscr, FloatingPointResult<uint>> operation) => Join(
            operation(a.GetElement(0), b.GetElement(0), fpscr), operation(a.GetElement(1), b.GetElement(1), fpscr),
            operation(a.GetElement(2), b.GetElement(2), fpscr), operation(a.GetElement(3), b.GetElement(3), fpscr));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatingPointResult<Vector128<ulong>> Map(
        Vector128<ulong> b, Fpscr fpscr, delegate*<ulong, Fpscr, FloatingPointResult<ulong>> operation) =>
        Join(operation(b.GetElement(0), fpscr), operation(b.GetElement(1), fpscr));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatingPointResult<Vector128<uint>> Map(
        Vector128<uint> b, Fpscr fpscr, delegate*<uint, Fpscr, FloatingPointResult<uint>> operation) => Join(
            operation(b.GetElement(0), fpscr), operation(b.GetElement(1), fpscr),
            operation(b.GetElement(2), fpscr), operation(b.GetElement(3), fpscr));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> Map(Vector128<ulong> a, Vector128<ulong> b, delegate*<ulong, ulong, ulong> operation) =>
        Vector128.Create(operation(a.GetElement(0), b.GetElement(0)), operation(a.GetElement(1), b.GetElement(1)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> Map(Vector128<uint> a, Vector128<uint> b, delegate*<uint, uint, uint> operation) =>
        Vector128.Create(
            operation(a.GetElement(0), b.GetElement(0)), operation(a.GetElement(1), b.GetElement(1)),
            operation(a.GetElement(2), b.GetElement(2)), operation(a.GetElement(3), b.GetElement(3)));

    public static Vector128<ulong> Map(Vector128<ulong> b, uint number, Func<ulong, uint, ulong> operation) =>
        Vector128.Create(operation(b.GetElement(0), number), operation(b.GetElement(1), number));

    public static Vector128<uint> Map(Vector128<uint> b, uint number, Func<uint, uint, uint> operation) => Vector128.Create(
        operation(b.GetElement(0), number), operation(b.GetElement(1), number),
        operation(b.GetElement(2), number), operation(b.GetElement(3), number));

    public static FloatingPointResult<Vector128<ulong>> Convert(
        Vector128<ulong> b, Fpscr fpscr, Func<ulong, Fpscr, FloatingPointResult<ulong>> operation) =>
        Join(operation(b.GetElement(0), fpscr), operation(b.GetElement(1), fpscr));

    public static FloatingPointResult<Vector128<uint>> Convert(
        Vector128<uint> b, Fpscr fpscr, Func<uint, Fpscr, FloatingPointResult<uint>> operation) => Join(
            operation(b.GetElement(0), fpscr), operation(b.GetElement(1), fpscr),
            operation(b.GetElement(2), fpscr), operation(b.GetElement(3), fpscr));

    public static FloatingPointResult<Vector128<ulong>> MultiplyAdd(
        Vector128<ulong> a, Vector128<ulong> c, Vector128<ulong> b, MultiplyAddSigns signs, Fpscr fpscr) => Join(
            DoublePrecision.MultiplyAdd(a.GetElement(0), c.GetElement(0), b.GetElement(0), signs, fpscr),
            DoublePrecision.MultiplyAdd(a.GetElement(1), c.GetElement(1), b.GetElement(1), signs, fpscr));

    public static FloatingPointResult<Vector128<uint>> MultiplyAdd(
        Vector128<uint> a, Vector128<uint> c, Vector128<uint> b, MultiplyAddSigns signs, Fpscr fpscr) => Join(
            SinglePrecision.MultiplyAdd(a.GetElement(0), c.GetElement(0), b.GetElement(0), signs, fpscr),
            SinglePrecision.MultiplyAdd(a.GetElement(1), c.GetElement(1), b.GetElement(1), signs, fpscr),
            SinglePrecision.MultiplyAdd(a.GetElement(2), c.GetElement(2), b.GetElement(2), signs, fpscr),
            SinglePrecision.MultiplyAdd(a.GetElement(3), c.GetElement(3), b.GetElement(3), signs, fpscr));

    /// <summary>Masks, what field 6 of CR says of them, and the exceptions.</summary>
    public static (Vector128<ulong> Masks, uint Field, FpscrEffects Effects) Test(
        Vector128<ulong> a, Vector128<ulong> b, FloatingPointRelation relations, bool isOrdered, Fpscr fpscr)
    {
        var first = DoublePrecision.Test(a.GetElement(0), b.GetElement(0), relations, isOrdered, fpscr);
        var second = DoublePrecision.Test(a.GetElement(1), b.GetElement(1), relations, isOrdered, fpscr);
        var masks = Vector128.Create(Mask(first.Value), Mask(second.Value));
        return (masks, FieldOf(masks), (first.Effects | second.Effects).ExceptionsOnly);
    }

    /// <inheritdoc cref="Test(Vector128{ulong}, Vector128{ulong}, FloatingPointRelation, bool, Fpscr)"/>
    public static (Vector128<uint> Masks, uint Field, FpscrEffects Effects) Test(
        Vector128<uint> a, Vector128<uint> b, FloatingPointRelation relations, bool isOrdered, Fpscr fpscr)
    {
        var masks = Vector128<uint>.Zero;
        var effects = default(FpscrEffects);
        for (var index = 0; index < Vector128<uint>.Count; index++)
        {
            var result = SinglePrecision.Test(a.GetElement(index), b.GetElement(index), relations, isOrdered, fpscr);
            masks = masks.WithElement(index, (uint)Mask(result.Value));
            effects |= result.Effects;
        }

        return (masks, FieldOf(masks), effects.ExceptionsOnly);
    }

    /// <summary>A field of CR: what the tests of any element give.</summary>
    public static uint Any(Vector128<ulong> a, Vector128<ulong> b, delegate*<ulong, ulong, uint> test) =>
        Always | test(a.GetElement(0), b.GetElement(0)) | test(a.GetElement(1), b.GetElement(1));

    public static uint Any(Vector128<uint> a, Vector128<uint> b, delegate*<uint, uint, uint> test) =>
        Always | test(a.GetElement(0), b.GetElement(0)) | test(a.GetElement(1), b.GetElement(1))
            | test(a.GetElement(2), b.GetElement(2)) | test(a.GetElement(3), b.GetElement(3));

    public static uint Any(Vector128<ulong> b, delegate*<ulong, uint> test) =>
        Always | test(b.GetElement(0)) | test(b.GetElement(1));

    public static uint Any(Vector128<uint> b, delegate*<uint, uint> test) =>
        Always | test(b.GetElement(0)) | test(b.GetElement(1)) | test(b.GetElement(2)) | test(b.GetElement(3));

    /// <summary>A word in both halves of a doubleword: the ISA leaves one of them undefined, processors fill both.</summary>
    public static ulong Twice(uint word) => ((ulong)word << 32) | word;

    /// <inheritdoc cref="Twice(uint)"/>
    public static FloatingPointResult<ulong> Twice(FloatingPointResult<uint> result) => new(Twice(result.Value), result.Effects);

    /// <summary>A word with zeros before it.</summary>
    public static FloatingPointResult<ulong> Widen(FloatingPointResult<uint> result) => new(result.Value, result.Effects);

    /// <summary>A word with its sign before it.</summary>
    public static FloatingPointResult<ulong> SignExtend(FloatingPointResult<uint> result) =>
        new((ulong)(int)result.Value, result.Effects);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static FloatingPointResult<Vector128<ulong>> Join(
        FloatingPointResult<ulong> first, FloatingPointResult<ulong> second) =>
        new(Vector128.Create(first.Value, second.Value), (first.Effects | second.Effects).ExceptionsOnly);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static FloatingPointResult<Vector128<uint>> Join(
        FloatingPointResult<uint> first, FloatingPointResult<uint> second,
        FloatingPointResult<uint> third, FloatingPointResult<uint> fourth) => new(
            Vector128.Create(first.Value, second.Value, third.Value, fourth.Value),
            (first.Effects | second.Effects | third.Effects | fourth.Effects).ExceptionsOnly);

    private static ulong Mask(bool holds) => holds ? ulong.MaxValue : 0;

    private static uint FieldOf<T>(Vector128<T> masks) =>
        masks.AsByte() == Vector128<byte>.AllBitsSet ? AllTrue : masks.AsByte() == Vector128<byte>.Zero ? AllFalse : 0;
}
