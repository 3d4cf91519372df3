using Hv.Runtime.Declarations;

namespace Hv.Pseries.Interrupts;

/// <summary>The interrupts of a processor, where the guest has XICS (LoPAR 14.11.1): its interrupt server.</summary>
[VmState("icp/server")]
public sealed partial class InterruptPresenter
{
    private const byte LeastFavored = 0xFF;

    /// <summary>The current priority, in the top byte, and the source of the interrupt that is presented; 0: none is.</summary>
    [Migrated]
    public uint Xirr { get; set; }

    /// <summary>The priority of the interrupt that is presented; 0xFF: none is.</summary>
    [Migrated]
    public byte PendingPriority { get; set; } = LeastFavored;

    /// <summary>The most favored request of other processors; 0xFF: none.</summary>
    [Migrated]
    public byte Mfrr { get; set; } = LeastFavored;

    /// <summary>Puts it into the state after power-on.</summary>
    internal void Reset() => (Xirr, PendingPriority, Mfrr) = (0, LeastFavored, LeastFavored);
}
