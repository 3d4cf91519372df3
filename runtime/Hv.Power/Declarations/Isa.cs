namespace Hv.Power.Declarations;

/// <summary>
/// The version of the architecture that brought an instruction, or that a processor implements. They are ordered: a processor of a
/// version has what the older ones have, unless it was removed.
/// </summary>
public enum Isa : byte
{
    /// <summary>PowerPC Architecture 1.x: what all 64-bit processors have.</summary>
    PowerPc,

    /// <summary>Version 2.00 (POWER4).</summary>
    V2_00,

    /// <summary>Version 2.01 (POWER4+, PowerPC 970).</summary>
    V2_01,

    /// <summary>Version 2.02 (POWER5).</summary>
    V2_02,

    /// <summary>Version 2.03 (POWER5+).</summary>
    V2_03,

    /// <summary>Version 2.05 (POWER6).</summary>
    V2_05,

    /// <summary>Version 2.06 (POWER7).</summary>
    V2_06,

    /// <summary>Version 2.07 (POWER8).</summary>
    V2_07,

    /// <summary>Version 3.0 and 3.0B (POWER9).</summary>
    V3_0,
}
