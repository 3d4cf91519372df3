using Hv.Power.State;

namespace Hv.Power.Tlb;

/// <summary>
/// All of a processor's state that translation depends on, beside tables and segments. Translations made in one context are not used in
/// another one.
/// </summary>
/// <param name="Mode">PR, IR and DR of MSR, and HR of LPCR in bit 63.</param>
/// <param name="ProcessId">PID where it counts, else 0.</param>
/// <param name="Authority">AMR where it counts, else 0.</param>
/// <param name="InstructionAuthority">IAMR where it counts, else 0.</param>
internal readonly record struct TlbContext(ulong Mode, uint ProcessId, ulong Authority, ulong InstructionAuthority)
{
    /// <summary>Translation goes by a radix tree, not by a hashed page table.</summary>
    public const ulong Radix = 1UL << 63;

    private const ulong Relocation = MachineState.InstructionRelocation | MachineState.DataRelocation;
    private const ulong KeyZero = 3UL << 62;

    /// <summary>The bits of MSR that choose a context.</summary>
    public const ulong StateBits = Relocation | MachineState.ProblemState;

    /// <summary>Whether anything is translated in it.</summary>
    public bool IsRelocated => (Mode & Relocation) != 0;

    /// <summary>The context that a processor is in.</summary>
    public static unsafe TlbContext Of(ref PowerState state)
    {
        var mode = state.Msr & StateBits;
        if ((mode & Relocation) == 0)
            return new TlbContext(mode, 0, 0, 0);

        if ((state.Spr[SpecialRegister.Lpcr] & PartitionControl.HostRadix) == 0)
            return new TlbContext(mode, 0, state.Spr[SpecialRegister.Amr], state.Spr[SpecialRegister.Iamr]);

        // Of radix pages only the kernel's accesses to those of programs have a key, the first one.
        var keys = (mode & MachineState.ProblemState) != 0 ? 0 : KeyZero;
        return new TlbContext(
            mode | Radix, (uint)state.Spr[SpecialRegister.Pid], state.Spr[SpecialRegister.Amr] & keys, state.Spr[SpecialRegister.Iamr] & keys);
    }
}
