namespace Hv.Runtime.Chardev;

/// <summary>
/// What waits to be written to a stream whose reader may be slow, or never read: a bounded queue and a thread that empties it.
/// </summary>
/// <remarks>
/// Whoever answers a client waits for room (<see cref="Write"/>): the client decides how fast it is served. Whoever may not wait,
/// such as a machine that tells of an event, does not (<see cref="TryWrite"/>).
/// </remarks>
public sealed class OutputQueue : IDisposable
{
    private readonly Stream _stream;
    private readonly int _capacity;
    private readonly Queue<ReadOnlyMemory<byte>> _queue = [];
    private readonly object _lock = new();
    private int _waiting;
    private bool _isClosed;
    private bool _isBroken;
    private bool _isWriting;

    /// <summary>Makes a queue and starts to write what comes.</summary>
    /// <param name="stream">Where it goes. The queue does not close it.</param>
    /// <param name="capacity">How many bytes may wait; one piece more may when nothing does.</param>
    public OutputQueue(Stream stream, int capacity)
    {
        _stream = stream;
        _capacity = capacity;
        new Thread(Run) { IsBackground = true, Name = "output" }.Start();
    }

    /// <summary>Called on the queue's thread when all has been written, until there is more.</summary>
    public event Action? Emptied;

    /// <summary>Whether the reader is gone: nothing is taken any more.</summary>
    public bool IsBroken
    {
        get
        {
            lock (_lock)
                return _isBroken;
        }
    }

    /// <summary>Queues a piece, and waits for room.</summary>
    /// <returns><see langword="false"/> when the reader is gone; the piece is dropped.</returns>
    public bool Write(ReadOnlyMemory<byte> piece)
    {
        lock (_lock)
        {
            while (!HasRoom(piece.Length) && !_isClosed && !_isBroken)
                Monitor.Wait(_lock);

            return Enqueue(piece);
        }
    }

    /// <summary>Queues a piece when there is room.</summary>
    /// <returns><see langword="false"/> when there is none, or the reader is gone; the piece is dropped.</returns>
    public bool TryWrite(ReadOnlyMemory<byte> piece)
    {
        lock (_lock)
            return HasRoom(piece.Length) && Enqueue(piece);
    }

    /// <summary>Waits until all is written.</summary>
    /// <returns><see langword="false"/> when it is not after <paramref name="patience"/>, or the reader is gone.</returns>
    public bool Flush(TimeSpan patience)
    {
        var until = Environment.TickCount64 + (long)patience.TotalMilliseconds;
        lock (_lock)
        {
            while ((_queue.Count > 0 || _isWriting) && !_isBroken)
            {
                var left = until - Environment.TickCount64;
                if (left <= 0 || !Monitor.Wait(_lock, (int)left))
                    return false;
            }

            return !_isBroken;
        }
    }

    /// <summary>Takes no more; what waits is dropped.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _isClosed = true;
            _queue.Clear();
            Monitor.PulseAll(_lock);
        }
    }

    private bool HasRoom(int length) => _waiting == 0 || (long)_waiting + length <= _capacity;

    private bool Enqueue(ReadOnlyMemory<byte> piece)
    {
        if (_isClosed || _isBroken)
            return false;

        _queue.Enqueue(piece);
        _waiting += piece.Length;
        Monitor.PulseAll(_lock);
        return true;
    }

    private void Run()
    {
        while (Take() is { } piece)
        {
            var isWritten = false;
            try
            {
                _stream.Write(piece.Span);
                _stream.Flush();
                isWritten = true;
            }
            catch (Exception exception) when (
                exception is IOException or ObjectDisposedException or InvalidOperationException or NotSupportedException)
            {
                // The reader has gone away; whoever writes is told so.
            }

            bool isEmpty;
            lock (_lock)
            {
                _waiting -= piece.Length;
                _isWriting = false;
                _isBroken |= !isWritten;
                isEmpty = _queue.Count == 0;
                Monitor.PulseAll(_lock);
            }

            if (isEmpty)
                Emptied?.Invoke();
        }
    }

    private ReadOnlyMemory<byte>? Take()
    {
        lock (_lock)
        {
            while (_queue.Count == 0 && !_isClosed && !_isBroken)
                Monitor.Wait(_lock);

            if (_queue.Count == 0 || _isBroken)
                return null;

            _isWriting = true;
            return _queue.Dequeue();
        }
    }
}
