using Hv.Runtime.Chardev;

namespace Hv.Runtime.Monitors;

/// <summary>
/// Lets a program that ends wait for the commands that are being carried out, and for what clients have not read yet: a client that
/// says <c>quit</c> gets its answer.
/// </summary>
public sealed class ConnectionGate
{
    /// <summary>How long is waited for a client that does not read.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly object _lock = new();
    private readonly List<OutputQueue> _outputs = [];
    private int _commands;
    private bool _isClosed;

    /// <summary>Whether no command is carried out any more.</summary>
    public bool IsClosed
    {
        get
        {
            lock (_lock)
                return _isClosed;
        }
    }

    /// <summary>Adds a client's output, until what is returned is disposed.</summary>
    public IDisposable Add(OutputQueue output)
    {
        lock (_lock)
            _outputs.Add(output);

        return new Leaving(() =>
        {
            lock (_lock)
                _outputs.Remove(output);
        });
    }

    /// <summary>A command starts; it ends when what is returned is disposed.</summary>
    /// <exception cref="ObjectDisposedException">No command is carried out any more.</exception>
    public IDisposable Enter()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            _commands++;
        }

        return new Leaving(() =>
        {
            lock (_lock)
            {
                _commands--;
                Monitor.PulseAll(_lock);
            }
        });
    }

    /// <summary>Lets no command start any more, and waits until nothing is being said, or <see cref="Patience"/> is over.</summary>
    /// <returns>Whether no command is being carried out.</returns>
    public bool Close()
    {
        var until = Environment.TickCount64 + (long)Patience.TotalMilliseconds;
        OutputQueue[] outputs;
        bool isIdle;
        lock (_lock)
        {
            _isClosed = true;
            while (_commands > 0 && until - Environment.TickCount64 is > 0 and var left)
                Monitor.Wait(_lock, (int)left);

            isIdle = _commands == 0;
            outputs = [.. _outputs];
        }

        foreach (var output in outputs)
            output.Flush(TimeSpan.FromMilliseconds(Math.Max(0, until - Environment.TickCount64)));

        return isIdle;
    }

    private sealed class Leaving(Action leave) : IDisposable
    {
        private Action? _leave = leave;

        public void Dispose() => Interlocked.Exchange(ref _leave, null)?.Invoke();
    }
}
