namespace Hv.Power.State;

/// <summary>The bits of the logical partitioning control register (Power ISA, Book III, 2.2 of version 3.0B), which the hypervisor sets.</summary>
public static class PartitionControl
{
    /// <summary>ILE: interrupts are taken little-endian.</summary>
    public const ulong InterruptLittleEndian = 0x0200_0000;

    /// <summary>AIL: where interrupts are taken that come with relocation on: 0, 2 (0x18000 further) or 3 (0xC000000000004000 further).</summary>
    public const ulong AlternateInterruptLocation = 3UL << AlternateInterruptLocationShift;

    /// <summary>The place of AIL.</summary>
    public const int AlternateInterruptLocationShift = 23;

    /// <summary>UPRT: the guest has a process table.</summary>
    public const ulong ProcessTable = 0x0040_0000;

    /// <summary>HR: translation goes by radix trees.</summary>
    public const ulong HostRadix = 0x0010_0000;

    /// <summary>LD: the decrementer has more than 32 bits.</summary>
    public const ulong LargeDecrementer = 0x0002_0000;

    /// <summary>GTSE: the guest's system may execute tlbie.</summary>
    public const ulong GuestTranslationShootdown = 0x400;
}
