namespace Hv.Runtime.Abi;

/// <summary>How an entry of one <see cref="AbiText"/> differs from the other's.</summary>
public enum AbiChange
{
    /// <summary>Another value.</summary>
    Changed,

    /// <summary>Another word for the same: no guest sees it.</summary>
    Reworded,

    /// <summary>Only the first text has it.</summary>
    Removed,

    /// <summary>Only the second text has it.</summary>
    Added,

    /// <summary>Another place among the fields of its state.</summary>
    Moved,
}
