using System.Runtime.CompilerServices;

namespace Hv.Power.State;

/// <summary>Sets and clears pending interrupts, which several threads do at once.</summary>
internal static class PendingBits
{
    /// <summary>Sets some.</summary>
    public static void Set(ref PendingInterrupts pending, PendingInterrupts bits) =>
        Interlocked.Or(ref Unsafe.As<PendingInterrupts, uint>(ref pending), (uint)bits);

    /// <summary>Clears some.</summary>
    public static void Clear(ref PendingInterrupts pending, PendingInterrupts bits) =>
        Interlocked.And(ref Unsafe.As<PendingInterrupts, uint>(ref pending), ~(uint)bits);
}
