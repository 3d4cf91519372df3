namespace Hv.Power.Execution;

/// <summary>Decoded instructions that follow each other, up to one that may go elsewhere.</summary>
internal unsafe struct Block
{
    /// <summary>The address of the first one; not a multiple of 4 when there is no block.</summary>
    public ulong Address;

    /// <summary>The first operation.</summary>
    public Operation* First;

    /// <summary>How many instructions there are.</summary>
    public int Count;
}
