namespace Hv.Devices.Nvme;

/// <summary>A completion queue. All of it is used under the machine's lock.</summary>
/// <param name="id">Its number; 0: the admin queue.</param>
/// <param name="address">The bus address of its entries.</param>
/// <param name="size">How many entries there are, 2 or more.</param>
/// <param name="vector">Its interrupt.</param>
/// <param name="interrupts">Whether it interrupts.</param>
internal sealed class CompletionQueue(ushort id, ulong address, int size, ushort vector, bool interrupts)
{
    public ushort Id => id;

    public ulong Address => address;

    public int Size => size;

    public ushort Vector => vector;

    public bool Interrupts => interrupts;

    /// <summary>The next entry that the host will look at.</summary>
    public int Head { get; set; }

    /// <summary>The next entry to fill in.</summary>
    public int Tail { get; set; }

    /// <summary>The phase bit of entries that are filled in now.</summary>
    public bool Phase { get; set; } = true;

    /// <summary>How many submission queues complete here.</summary>
    public int Users { get; set; }

    /// <summary>Completions since the last interrupt, where interrupts are coalesced.</summary>
    public int Coalesced { get; set; }

    /// <summary>What waits for room, no more than the commands that can be in flight.</summary>
    public Queue<NvmeCompletion> Waiting { get; } = [];

    public bool IsFull => (Tail + 1) % size == Head;

    public bool IsEmpty => Tail == Head;

    /// <summary>Goes on to the next entry.</summary>
    public void Advance()
    {
        Tail = (Tail + 1) % size;
        if (Tail == 0)
            Phase = !Phase;
    }
}
