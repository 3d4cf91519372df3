using System.Text;
using Hv.Runtime.Chardev;

namespace Hv.Runtime.Monitors.Qmp;

/// <summary>What a client reads: replies, for which room is waited, and events, for which it is not.</summary>
internal sealed class QmpOutput
{
    /// <summary>How many bytes wait for a client at most.</summary>
    public const int Capacity = 1 << 20;

    private readonly Stream _stream;
    private readonly OutputQueue _queue;
    private readonly bool _pretty;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, string> _newest = new(StringComparer.Ordinal);

    /// <summary>Makes the output of a client.</summary>
    /// <param name="stream">The client. Closed when it does not read what it is told.</param>
    /// <param name="queue">The queue to the client.</param>
    /// <param name="pretty">Whether what is sent is laid out for people.</param>
    public QmpOutput(Stream stream, OutputQueue queue, bool pretty)
    {
        (_stream, _queue, _pretty) = (stream, queue, pretty);
        queue.Emptied += SendNewest;
    }

    /// <summary>Sends a reply, or the greeting.</summary>
    public void Send(string message) => _queue.Write(Encode(message));

    /// <summary>Sends an event.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="message">The event.</param>
    /// <param name="isReplaceable">Whether the newest of this name says all, when there is no room for each.</param>
    public void Tell(string name, string message, bool isReplaceable)
    {
        lock (_lock)
        {
            if (!_newest.ContainsKey(name) && _queue.TryWrite(Encode(message)))
                return;

            if (isReplaceable)
                _newest[name] = message;
            else
                _stream.Dispose();
        }
    }

    private void SendNewest()
    {
        lock (_lock)
        {
            foreach (var (name, message) in _newest)
            {
                if (_queue.TryWrite(Encode(message)))
                    _newest.Remove(name);
            }
        }
    }

    private byte[] Encode(string message) => Encoding.ASCII.GetBytes((_pretty ? QmpJson.LayOut(message) : message) + "\r\n");
}
