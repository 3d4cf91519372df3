namespace Hv.Power.Declarations;

/// <summary>What a field of an instruction holds.</summary>
public enum FieldKind
{
    /// <summary>A number.</summary>
    Number,

    /// <summary>A signed number.</summary>
    Signed,

    /// <summary>A signed distance, or an absolute address, that a branch goes to.</summary>
    Branch,

    /// <summary>A general register.</summary>
    Gpr,

    /// <summary>An even general register and the one after it: a quadword.</summary>
    GprPair,

    /// <summary>A floating-point register.</summary>
    Fpr,

    /// <summary>A vector register.</summary>
    Vr,

    /// <summary>A vector-scalar register.</summary>
    Vsr,

    /// <summary>A field of CR.</summary>
    CrField,

    /// <summary>A bit of CR.</summary>
    CrBit,

    /// <summary>A choice that is part of the mnemonic: OE, Rc, LK, AA.</summary>
    Variant,
}
