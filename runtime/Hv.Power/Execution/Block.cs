using Hv.Power.Tlb;

namespace Hv.Power.Execution;

/// <summary>Decoded instructions that follow each other, up to one that may go elsewhere.</summary>
internal unsafe struct Block
{
    /// <summary>The effective address of the first one; not a multiple of 4 when there is no block.</summary>
    public ulong Address;

    /// <summary>The real address of the page that they lie in.</summary>
    public ulong RealPage;

    /// <summary>The first operation.</summary>
    public Operation* First;

    /// <summary>What is known of the page.</summary>
    public CodePage* Page;

    /// <summary>The version of the page that was decoded.</summary>
    public uint Version;

    /// <summary>How many instructions there are.</summary>
    public int Count;

    /// <summary>Whether it still is what the page holds.</summary>
    public readonly bool IsCurrent => Version == Volatile.Read(ref Page->Version);
}
