using Hv.Power.Declarations;

namespace Hv.Power.Instructions;

/// <summary>A special purpose register: who may use it, and on which processors it exists.</summary>
/// <param name="Number">Its number, 0 to 1023.</param>
/// <param name="Name">Its name in the Power ISA.</param>
/// <param name="Summary">What it is.</param>
public sealed record SpecialRegisterDescription(int Number, string Name, string Summary)
{
    /// <summary>Who may read it; <see cref="Privilege.Hypervisor"/>: no guest.</summary>
    public Privilege Read { get; init; } = Privilege.Supervisor;

    /// <summary>Who may write it; <see cref="Privilege.Hypervisor"/>: no guest.</summary>
    public Privilege Write { get; init; } = Privilege.Supervisor;

    /// <summary>The version of the ISA that brought it.</summary>
    public Isa From { get; init; } = Isa.PowerPc;

    /// <summary>The last version that has it.</summary>
    public Isa Until { get; init; } = (Isa)byte.MaxValue;

    /// <summary>The bits that a write changes; the others stay zero.</summary>
    public ulong Mask { get; init; } = ulong.MaxValue;

    /// <summary>The register whose value this one is another name for; its own, when it is none.</summary>
    public int Alias { get; init; } = Number;

    /// <summary>
    /// The bit of FSCR, counted from the least significant one, without which programs may not use it; -1: none.
    /// </summary>
    public int Facility { get; init; } = -1;

    /// <summary>Whether <see cref="Facility"/> is one that this processor gives to nobody.</summary>
    public bool IsNeverAvailable { get; init; }

    /// <summary>Whether more happens than that a value is read or stored.</summary>
    public bool IsActive { get; init; }

    /// <summary>Whether a processor that implements a version of the ISA has it.</summary>
    public bool IsOf(Isa level) => From <= level && level <= Until;

    /// <inheritdoc/>
    public override string ToString() => $"{Name} ({Number})";
}
