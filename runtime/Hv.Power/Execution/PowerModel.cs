using Hv.Power.Declarations;

namespace Hv.Power.Execution;

/// <summary>A model of processor.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">The processor version register.</param>
/// <param name="Level">The version of the ISA that it implements.</param>
public sealed record PowerModel(string Name, uint Version, Isa Level)
{
    /// <summary>POWER7, version 2.3.</summary>
    public static PowerModel Power7 { get; } = new("POWER7", 0x003F0203, Isa.V2_06);

    /// <summary>POWER8, version 2.0.</summary>
    public static PowerModel Power8 { get; } = new("POWER8", 0x004D0200, Isa.V2_07);

    /// <summary>POWER9, DD 2.0.</summary>
    public static PowerModel Power9 { get; } = new("POWER9", 0x004E1200, Isa.V3_0);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
