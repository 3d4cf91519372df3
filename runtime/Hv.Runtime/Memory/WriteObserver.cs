namespace Hv.Runtime.Memory;

/// <summary>Is told of what is written to RAM (<see cref="RamBlock.Observe"/>), by any thread, without a lock.</summary>
public abstract class WriteObserver
{
    /// <summary>Whether every write must be told: then processors store nothing unseen.</summary>
    public virtual bool SeesAll => false;

    /// <summary>Bytes of a block were written.</summary>
    /// <param name="block">The block.</param>
    /// <param name="offset">The first byte.</param>
    /// <param name="length">How many.</param>
    public abstract void Mark(RamBlock block, ulong offset, ulong length);
}
