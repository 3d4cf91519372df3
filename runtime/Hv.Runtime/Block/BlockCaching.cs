namespace Hv.Runtime.Block;

/// <summary>What happens to what a guest writes before it says that it must last (<c>cache=</c>).</summary>
public enum BlockCaching
{
    /// <summary>The host keeps it in memory until the guest flushes.</summary>
    Writeback,

    /// <summary>Each write is on the medium before it is complete.</summary>
    Writethrough,

    /// <summary>Flushes do nothing: all may be lost when the host fails.</summary>
    Unsafe,
}
