namespace Hv.Pseries.Configuration;

/// <summary>Whether the guest can resize its hash page table (H_RESIZE_HPT_PREPARE, H_RESIZE_HPT_COMMIT).</summary>
public enum HptResizing
{
    /// <summary>As the machine version has it.</summary>
    Default,

    /// <summary>The hypercalls do not exist.</summary>
    Disabled,

    /// <summary>The guest may use them.</summary>
    Enabled,

    /// <summary>A guest that does not is refused when it negotiates (CAS).</summary>
    Required,
}
