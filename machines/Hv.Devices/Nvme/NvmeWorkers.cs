using Hv.Runtime.Pci;

namespace Hv.Devices.Nvme;

/// <summary>
/// The threads that fetch and execute commands, so that no processor of the guest waits for a disk; and the lock of the queues that
/// wait for them. Threads start when there is work, and end when there has been none for a while.
/// </summary>
/// <remarks>
/// <para>
/// They are threads of their own and not those of the pool, which timers and monitors of the machine need: a disk may let them wait
/// for long. Queues take turns, <see cref="NvmeWorker.Burst"/> commands each (round robin, NVM Express 1.4, 4.13).
/// </para>
/// <para>
/// A transfer is what touches guest memory or a disk. It belongs to a generation of the controller: a reset starts another one and
/// waits until those of before are over. No transfer waits for the machine's lock, which whoever waits for them may hold.
/// The machine's lock is taken before the one here, never after.
/// </para>
/// </remarks>
/// <param name="function">The controller.</param>
/// <param name="isSynchronous">Whether there are no threads: <see cref="RunAll"/> does the work.</param>
/// <param name="serve">Fetches and executes commands of a queue, or of none: a shutdown.</param>
internal sealed class NvmeWorkers(PciFunction function, bool isSynchronous, Action<SubmissionQueue?, NvmeWorker> serve)
{
    private const int MaximumThreads = 4;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // Waiting needs a monitor; the newer lock has none.
    private readonly object _lock = new();
    private readonly Queue<SubmissionQueue?> _ready = [];
    private readonly ManualResetEventSlim _drained = new();
    private NvmeWorker? _own;
    private int _generation;
    private int _transfers;
    private int _threads;
    private int _idle;
    private bool _isClosed;
    private bool _isRunning;

    /// <summary>The generation of queues that are made now.</summary>
    public int Generation
    {
        get
        {
            lock (_lock)
                return _generation;
        }
    }

    /// <summary>Whether a transfer is not over, of whichever generation.</summary>
    public bool IsTransferring
    {
        get
        {
            lock (_lock)
                return _transfers > 0;
        }
    }

    /// <summary>The host has filled entries in.</summary>
    public void SetTail(SubmissionQueue queue, int tail)
    {
        lock (_lock)
        {
            queue.Tail = tail;
            Schedule(queue);
        }
    }

    /// <summary>Flushes the disks, after what is being done.</summary>
    public void RequestShutdown()
    {
        lock (_lock)
            Enqueue(null);
    }

    /// <summary>Begins to fetch: says where, and how much.</summary>
    /// <returns>How many entries; 0: none, and the queue waits no more.</returns>
    public int BeginFetch(SubmissionQueue queue, out int head)
    {
        lock (_lock)
        {
            head = queue.Head;
            var count = queue.Generation == _generation ? Math.Min(Math.Min(queue.Fetchable, NvmeWorker.Burst), queue.Size - head) : 0;
            queue.IsScheduled = count > 0;
            queue.IsFetching = count > 0;
            if (count > 0)
                _transfers++;

            return count;
        }
    }

    /// <summary>Entries are fetched. Others of the queue can be fetched now, but of the admin queue, whose commands run one by one.</summary>
    /// <returns>Whether a reset waits that nobody transfers any more.</returns>
    public bool EndFetch(SubmissionQueue queue, int count)
    {
        lock (_lock)
        {
            queue.Head = (queue.Head + count) % queue.Size;
            queue.InFlight += count;
            queue.IsFetching = false;
            if (queue.Id != 0)
            {
                queue.IsScheduled = false;
                Schedule(queue);
            }

            return End();
        }
    }

    /// <summary>The commands that were fetched from the admin queue are done.</summary>
    public void Release(SubmissionQueue queue)
    {
        lock (_lock)
        {
            queue.IsScheduled = false;
            Schedule(queue);
        }
    }

    /// <summary>Begins a transfer.</summary>
    /// <returns><see langword="false"/> when it is of an older generation: it must not be done.</returns>
    public bool TryBegin(int generation)
    {
        lock (_lock)
        {
            if (generation != _generation)
                return false;

            _transfers++;
            return true;
        }
    }

    /// <summary>Ends a transfer.</summary>
    /// <returns>Whether it was of an older generation, and the last one.</returns>
    public bool End(int generation)
    {
        lock (_lock)
            return End() && generation != _generation;
    }

    /// <summary>A command is in flight no more, or, with <paramref name="count"/> 1, again.</summary>
    /// <returns>The queue's head; and the command that deletes it, when that can complete now.</returns>
    public (int Head, NvmeCompletion? Deletion) Retire(SubmissionQueue queue, int count = -1)
    {
        lock (_lock)
        {
            queue.InFlight += count;
            var deletion = queue is { IsDeleted: true, InFlight: 0 } ? queue.Deletion : null;
            if (deletion is not null)
                queue.Deletion = null;

            Schedule(queue);
            return (queue.Head, deletion);
        }
    }

    /// <summary>Fetches from a queue no more.</summary>
    /// <returns>Whether nothing is in flight; otherwise <see cref="Retire"/> returns the command when that is so.</returns>
    public bool TryDelete(SubmissionQueue queue, NvmeCompletion deletion)
    {
        lock (_lock)
        {
            queue.IsDeleted = true;
            if (queue is { InFlight: 0, IsFetching: false })
                return true;

            queue.Deletion = deletion;
            return false;
        }
    }

    /// <summary>A new generation: no transfer of those before begins any more.</summary>
    /// <param name="waits">Whether to wait until those that have begun are over.</param>
    public void StartGeneration(bool waits)
    {
        lock (_lock)
        {
            _generation++;
            _ready.Clear();
        }

        while (waits)
        {
            lock (_lock)
            {
                if (_transfers == 0)
                    return;

                _drained.Reset();
            }

            _drained.Wait();
        }
    }

    /// <summary>Ends the threads. They may still be about to end when it returns, but do nothing any more.</summary>
    public void Close()
    {
        StartGeneration(waits: true);
        lock (_lock)
        {
            _isClosed = true;
            Monitor.PulseAll(_lock);
        }
    }

    /// <summary>Does what waits, on the calling thread, where there are no others.</summary>
    public void RunAll()
    {
        if (!isSynchronous || _isRunning)
            return;

        _isRunning = true;
        try
        {
            _own ??= new NvmeWorker(function);
            while (TryTake(out var queue))
                serve(queue, _own);
        }
        finally
        {
            _isRunning = false;
        }
    }

    private bool End()
    {
        if (--_transfers > 0)
            return false;

        _drained.Set();
        return true;
    }

    private void Schedule(SubmissionQueue queue)
    {
        if (queue.IsScheduled || queue.Generation != _generation || queue.Fetchable == 0)
            return;

        queue.IsScheduled = true;
        Enqueue(queue);
    }

    private void Enqueue(SubmissionQueue? queue)
    {
        if (_isClosed)
            return;

        _ready.Enqueue(queue);
        if (isSynchronous)
            return;

        if (_idle > 0)
        {
            Monitor.Pulse(_lock);
        }
        else if (_threads < MaximumThreads)
        {
            _threads++;
            new Thread(Work) { IsBackground = true, Name = "nvme" }.Start();
        }
    }

    private bool TryTake(out SubmissionQueue? queue)
    {
        lock (_lock)
            return _ready.TryDequeue(out queue);
    }

    private bool TryWait(out SubmissionQueue? queue)
    {
        lock (_lock)
        {
            while (!_ready.TryDequeue(out queue))
            {
                _idle++;
                var isInTime = !_isClosed && Monitor.Wait(_lock, Patience);
                _idle--;
                if (!isInTime && _ready.Count == 0)
                {
                    _threads--;
                    return false;
                }
            }

            return true;
        }
    }

    private void Work()
    {
        var worker = new NvmeWorker(function);
        while (TryWait(out var queue))
            serve(queue, worker);
    }
}
