namespace Hv.Runtime.Block;

/// <summary>What takes a block device up (<c>if=</c>).</summary>
public enum BlockInterface
{
    /// <summary>The device model that names it (<c>drive=ID</c>).</summary>
    None,

    /// <summary>The machine's memory technology device: on pseries its NVRAM.</summary>
    Mtd,

    /// <summary>The machine's parallel flash: on pseries its NVRAM.</summary>
    Pflash,
}
