using Hv.Power.Declarations;

namespace Hv.Power.Execution;

/// <summary>A processor version that names an architecture and no processor.</summary>
/// <param name="Value">Its value of the processor version register.</param>
/// <param name="Level">The version of the ISA.</param>
public sealed record LogicalVersion(uint Value, Isa Level)
{
    /// <summary>Version 2.05: POWER6.</summary>
    public static LogicalVersion V2_05 { get; } = new(0x0F00_0002, Isa.V2_05);

    /// <summary>Version 2.06: POWER7.</summary>
    public static LogicalVersion V2_06 { get; } = new(0x0F00_0003, Isa.V2_06);

    /// <summary>Version 2.06 with what POWER7+ added.</summary>
    public static LogicalVersion V2_06Plus { get; } = new(0x0F10_0003, Isa.V2_06);

    /// <summary>Version 2.07: POWER8.</summary>
    public static LogicalVersion V2_07 { get; } = new(0x0F00_0004, Isa.V2_07);

    /// <summary>Version 3.0: POWER9.</summary>
    public static LogicalVersion V3_0 { get; } = new(0x0F00_0005, Isa.V3_0);

    /// <inheritdoc/>
    public override string ToString() => $"0x{Value:x8}";
}
