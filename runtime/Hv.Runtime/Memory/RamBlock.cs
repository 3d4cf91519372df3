using Microsoft.Win32.SafeHandles;

namespace Hv.Runtime.Memory;

/// <summary>
/// One piece of guest RAM: contiguous for the guest and on the host. Memory is taken from the host as it is touched; on Linux it
/// is shared memory, so that migration, VFIO and other processes can map it.
/// </summary>
public sealed unsafe class RamBlock : MemoryRegion, IDisposable
{
    private readonly SharedMemory _memory;
    private WriteObserver[] _observers = [];

    /// <summary>Takes a zeroed block from the host.</summary>
    /// <param name="name">The block's name, e.g. <c>ppc_spapr.ram</c>: migration streams and host tools know it by it.</param>
    /// <param name="size">Bytes, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is 0.</exception>
    /// <exception cref="OutOfMemoryException">The host does not give the memory.</exception>
    public RamBlock(string name, ulong size)
        : base(name, CheckSize(size)) => _memory = new SharedMemory(name, size);

    /// <summary>
    /// The file behind the block, from offset 0, to be mapped by other processes or the kernel; <see langword="null"/> where the
    /// host has no such files. Owned by the block.
    /// </summary>
    public SafeFileHandle? File => _memory.File;

    /// <summary>The host's address of the first byte; <see langword="null"/> after disposal.</summary>
    public byte* Host => _memory.Host;

    /// <summary>Where its first byte appears in guest memory.</summary>
    internal GuestPhysicalAddress Address { get; set; }

    /// <summary>Decides which accesses fail, for tests.</summary>
    internal IGuestMemoryFaults? Faults { get; set; }

    /// <summary>Whether an observer must see every write.</summary>
    public bool IsLogged
    {
        get
        {
            foreach (var observer in Observers)
            {
                if (observer.SeesAll)
                    return true;
            }

            return false;
        }
    }

    /// <summary>Those who are told of writes.</summary>
    internal ReadOnlySpan<WriteObserver> Observers => Volatile.Read(ref _observers);

    /// <inheritdoc/>
    public override bool Read(ulong offset, Span<byte> destination)
    {
        if (!Contains(offset, destination.Length) || Fails(offset, destination.Length, isWrite: false))
        {
            destination.Clear();
            return false;
        }

        new ReadOnlySpan<byte>(Host + offset, destination.Length).CopyTo(destination);
        return true;
    }

    /// <inheritdoc/>
    public override bool Write(ulong offset, ReadOnlySpan<byte> source)
    {
        if (!Contains(offset, source.Length) || Fails(offset, source.Length, isWrite: true))
            return false;

        source.CopyTo(new Span<byte>(Host + offset, source.Length));
        MarkDirty(offset, (ulong)source.Length);
        return true;
    }

    /// <summary>Tells the observers that bytes were written. Call it after the write: a page collected in between would be lost.</summary>
    public void MarkDirty(ulong offset, ulong length)
    {
        foreach (var observer in Observers)
            observer.Mark(this, offset, length);
    }

    /// <summary>Makes all of it zero, without touching what never was anything else. The guest must not run.</summary>
    public void Clear()
    {
        for (var next = 0UL; next < Size;)
        {
            var (start, end) = FindCommitted(next);
            for (next = start; next < end;)
            {
                var length = (int)Math.Min(end - next, 1 << 30);
                new Span<byte>(Host + next, length).Clear();
                MarkDirty(next, (ulong)length);
                next += (ulong)length;
            }
        }
    }

    /// <summary>
    /// Finds the next bytes for which the host has taken memory: those before are zero. Only to look at them would take memory for them.
    /// </summary>
    /// <param name="from">Where to look from, below <see cref="MemoryRegion.Size"/>.</param>
    /// <returns>
    /// The first byte and the end; both the size when there are none. What is written meanwhile may be missing. A host that cannot tell
    /// has taken memory for all.
    /// </returns>
    public (ulong Start, ulong End) FindCommitted(ulong from) => _memory.FindCommitted(from);

    /// <summary>Gives the memory back to the host; later accesses fail. No thread may be inside an access.</summary>
    public void Dispose() => _memory.Dispose();

    /// <summary>Tells an observer of all writes from now on.</summary>
    public void Observe(WriteObserver observer)
    {
        lock (_memory)
            Volatile.Write(ref _observers, [.. _observers, observer]);
    }

    /// <summary>Tells it no more.</summary>
    public void Unobserve(WriteObserver observer)
    {
        lock (_memory)
            Volatile.Write(ref _observers, [.. _observers.Where(other => other != observer)]);
    }

    private static ulong CheckSize(ulong size)
    {
        ArgumentOutOfRangeException.ThrowIfZero(size);
        return size;
    }

    /// <summary>Whether a test lets an access fail.</summary>
    internal bool Fails(ulong offset, int length, bool isWrite) =>
        Faults is { } faults && length > 0 && faults.Fails(Address + offset, length, isWrite);

    private bool Contains(ulong offset, int length) => Host != null && offset <= Size && (ulong)length <= Size - offset;
}
