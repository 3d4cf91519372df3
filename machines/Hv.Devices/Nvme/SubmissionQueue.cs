namespace Hv.Devices.Nvme;

/// <summary>A submission queue. Indices and flags are used under the lock of the workers (<see cref="NvmeWorkers"/>).</summary>
/// <param name="id">Its number; 0: the admin queue.</param>
/// <param name="address">The bus address of its entries.</param>
/// <param name="size">How many entries there are, 2 or more.</param>
/// <param name="completions">Where its commands complete.</param>
/// <param name="generation">The controller's generation; with another one the queue is no more.</param>
internal sealed class SubmissionQueue(ushort id, ulong address, int size, CompletionQueue completions, int generation)
{
    public ushort Id => id;

    public ulong Address => address;

    public int Size => size;

    public CompletionQueue Completions => completions;

    public int Generation => generation;

    /// <summary>The next entry to fetch.</summary>
    public int Head { get; set; }

    /// <summary>The entry after the last one that the host has filled in.</summary>
    public int Tail { get; set; }

    /// <summary>Commands that are fetched and not in their completion queue yet.</summary>
    public int InFlight { get; set; }

    /// <summary>Whether it waits for a worker, or one fetches from it.</summary>
    public bool IsScheduled { get; set; }

    /// <summary>Whether entries are being fetched.</summary>
    public bool IsFetching { get; set; }

    /// <summary>Whether nothing is fetched any more, since the host deletes it.</summary>
    public bool IsDeleted { get; set; }

    /// <summary>The command that deletes it, which completes when nothing is in flight any more.</summary>
    public NvmeCompletion? Deletion { get; set; }

    /// <summary>How many entries can be fetched now: as many as can be in flight, so that completions never pile up.</summary>
    public int Fetchable => IsDeleted ? 0 : Math.Min((Tail - Head + size) % size, size - InFlight);
}
