namespace Hv.Power.FloatingPoint;

/// <summary>An estimate of a reciprocal square root is made in two steps, a root and a division.</summary>
internal static class Estimates
{
    /// <summary>Whether the root is the result already: a NaN that an invalid operation made.</summary>
    public static bool IsFinal(FpscrEffects root) => (root.Set & Fpscr.InvalidOperations) != 0;

    /// <summary>The quotient's effects and the exceptions of the root; inexact is what either of them is.</summary>
    public static FloatingPointResult<T> After<T>(FpscrEffects root, FloatingPointResult<T> quotient)
        where T : unmanaged => quotient with
        {
            Effects = quotient.Effects | new FpscrEffects(root.Set & (Fpscr.Exceptions | Fpscr.FI), 0),
        };
}
