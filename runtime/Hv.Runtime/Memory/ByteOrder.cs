namespace Hv.Runtime.Memory;

/// <summary>The order in which the bytes of a number lie in memory.</summary>
public enum ByteOrder
{
    /// <summary>The most significant byte first: POWER, RTAS, TCEs.</summary>
    Big,

    /// <summary>The least significant byte first: PCI.</summary>
    Little,
}
