using System.Text;
using Hv.Runtime.Chardev;

namespace Hv.Runtime.Monitors.Qtest;

/// <summary>
/// What a test reads: replies, and between them lines that no command asked for. Such a line never lands within a reply, and one
/// that a command causes comes before its reply.
/// </summary>
/// <param name="stream">The client. Closed when it does not read what it is told.</param>
/// <param name="output">The queue to the client.</param>
/// <param name="log">Takes a copy, or <see langword="null"/>.</param>
internal sealed class QtestOutput(Stream stream, OutputQueue output, QtestLog? log)
{
    /// <summary>How many characters that no command asked for wait at most.</summary>
    private const int PendingCapacity = 1 << 20;

    private readonly Lock _lock = new();
    private readonly StringBuilder _pending = new();
    private bool _isBusy;
    private bool _isReplying;

    /// <summary>A command is being carried out: lines wait for its reply.</summary>
    public void Begin()
    {
        lock (_lock)
            _isBusy = true;
    }

    /// <summary>Sends a piece of the reply.</summary>
    public void Send(ReadOnlyMemory<byte> piece)
    {
        if (!_isReplying)
            SendPending();

        _isReplying = true;
        output.Write(piece);
        log?.Sent(piece.Span);
    }

    /// <summary>Ends the reply.</summary>
    public void End()
    {
        output.Write("\n"u8.ToArray());
        log?.EndLine();
        _isReplying = false;
        lock (_lock)
            _isBusy = false;

        SendPending();
    }

    /// <summary>Sends a line that no command asked for. Does not wait.</summary>
    public void Tell(string line)
    {
        lock (_lock)
        {
            var piece = Encoding.UTF8.GetBytes(line + "\n");
            if (!_isBusy && _pending.Length == 0 && output.TryWrite(piece))
                return;

            // Held until there is room; a client that leaves so much unread loses its connection, and the machine goes on.
            if (_pending.Length + line.Length < PendingCapacity)
                _pending.Append(line).Append('\n');
            else
                stream.Dispose();
        }
    }

    private void SendPending()
    {
        string pending;
        lock (_lock)
        {
            if (_pending.Length == 0)
                return;

            pending = _pending.ToString();
            _pending.Clear();
        }

        output.Write(Encoding.UTF8.GetBytes(pending));
    }
}
