namespace Hv.Pseries.Configuration;

/// <summary>Options of architecture option vector 5 (LoPAR B.6.2.3, table "option vector 5"), which counts bytes from 1: 8 for each byte before, and the bit from the left.</summary>
public enum OptionVector5
{
    /// <summary>Memory that is added and removed in blocks (LMB).</summary>
    DynamicMemory = (1 * 8) + 2,

    /// <summary>FORM1 affinity.</summary>
    Form1Affinity = (4 * 8) + 0,

    /// <summary>FORM2 affinity.</summary>
    Form2Affinity = (4 * 8) + 2,

    /// <summary>An interrupt and an event class of hot-plug alone.</summary>
    HotPlugEvents = (5 * 8) + 5,

    /// <summary>The hash page table can be resized.</summary>
    HashTableResize = (5 * 8) + 7,

    /// <summary>ibm,dynamic-memory-v2.</summary>
    DynamicMemoryV2 = (21 * 8) + 0,

    /// <summary>Asked for by a guest that leaves the choice of the interrupt controller to the platform, which is not for a guest to ask.</summary>
    InterruptModeOpen = (22 * 8) + 0,

    /// <summary>XIVE.</summary>
    Xive = (22 * 8) + 1,

    /// <summary>Asked for by a guest that leaves the choice of page tables to the platform, which is not for a guest to ask.</summary>
    MmuModeOpen = (23 * 8) + 0,

    /// <summary>Radix trees.</summary>
    Radix = (23 * 8) + 1,

    /// <summary>The guest executes tlbie itself (GTSE).</summary>
    GuestShootdown = (25 * 8) + 1,
}
