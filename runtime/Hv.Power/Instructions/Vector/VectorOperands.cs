using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hv.Power.FloatingPoint;
using Hv.Power.State;

namespace Hv.Power.Instructions.Vector;

/// <summary>
/// Operands of floating-point instructions on vector registers: with VSCR.NJ denormal ones are zeros, and so are results that are
/// too small (Power ISA, Book I, 6.3.2). The host does the arithmetic; what is a NaN, or may have been rounded up from what is too
/// small, is done again.
/// </summary>
internal readonly struct VectorOperands
{
    private const float SmallestNormal = 1.17549435E-38f;
    private const uint Sign = 1u << 31;
    private const uint Quiet = 1u << 22;
    private const uint DefaultNaN = 0x7FC0_0000;

    private readonly bool _isNonJava;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public VectorOperands(Vector128<float> a, Vector128<float> b, Vector128<float> c, uint vscr)
    {
        _isNonJava = (vscr & VectorState.NonJava) != 0;
        A = Flushed(a);
        B = Flushed(b);
        C = Flushed(c);
    }

    /// <summary>VRA.</summary>
    public Vector128<float> A { get; }

    /// <summary>VRB.</summary>
    public Vector128<float> B { get; }

    /// <summary>VRC.</summary>
    public Vector128<float> C { get; }

    /// <summary>The result.</summary>
    /// <param name="result">What the host makes of the operands.</param>
    /// <param name="exact">What makes the result of one element of each, for those in doubt.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<float> Result(Vector128<float> result, Func<uint, uint, uint, FloatingPointResult<uint>> exact)
    {
        var isSure = _isNonJava
            ? Vector128.GreaterThan(Vector128.Abs(result), Vector128.Create(SmallestNormal))
                | Vector128.Equals(result, Vector128<float>.Zero)
            : Vector128.Equals(result, result);
        return isSure.AsUInt32() == Vector128<uint>.AllBitsSet ? result : Exactly(result, isSure, exact);
    }

    /// <summary>
    /// The result of a function of B: of a NaN the NaN, and one that is positive where the function has no value.
    /// </summary>
    public Vector128<float> Result(Vector128<float> result)
    {
        var isNaN = ~Vector128.Equals(B, B).AsUInt32();
        var numbers = Vector128.ConditionalSelect(
            Vector128.Equals(result, result).AsUInt32(), result.AsUInt32(), Vector128.Create(DefaultNaN));
        return Flushed(Vector128.ConditionalSelect(isNaN, B.AsUInt32() | Vector128.Create(Quiet), numbers).AsSingle());
    }

    private Vector128<float> Exactly(
        Vector128<float> result, Vector128<float> isSure, Func<uint, uint, uint, FloatingPointResult<uint>> exact)
    {
        var (a, b, c, bits) = (A.AsUInt32(), B.AsUInt32(), C.AsUInt32(), result.AsUInt32());
        for (var index = 0; index < Vector128<uint>.Count; index++)
        {
            if (isSure.AsUInt32().GetElement(index) != 0)
                continue;

            var (value, effects) = exact(a.GetElement(index), b.GetElement(index), c.GetElement(index));
            bits = bits.WithElement(index, _isNonJava && (effects.Set & Fpscr.UX) != 0 ? value & Sign : value);
        }

        return Flushed(bits.AsSingle());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector128<float> Flushed(Vector128<float> values) => _isNonJava
        ? Vector128.ConditionalSelect(
            Vector128.LessThan(Vector128.Abs(values), Vector128.Create(SmallestNormal)),
            values & Vector128.Create(Sign).AsSingle(), values)
        : values;
}
