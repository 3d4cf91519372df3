namespace Hv.Runtime.Chardev.Terminal;

/// <summary>One of those who share a terminal: it reads what is typed while the terminal is its own, and writes at any time.</summary>
/// <param name="output">Takes what is written.</param>
internal sealed class ConsoleChannel(Action<ReadOnlySpan<byte>> output) : UnseekableStream
{
    /// <summary>How much waits for a reader that does not read; what is typed beyond is lost.</summary>
    private const int Capacity = 64 << 10;

    private readonly Queue<byte> _input = [];
    private bool _hasEnded;

    /// <summary>Gives it a character that was typed.</summary>
    public void Type(byte character)
    {
        lock (_input)
        {
            if (_input.Count < Capacity)
                _input.Enqueue(character);

            Monitor.PulseAll(_input);
        }
    }

    /// <summary>Nothing will be typed any more.</summary>
    public void End()
    {
        lock (_input)
        {
            _hasEnded = true;
            Monitor.PulseAll(_input);
        }
    }

    public override int Read(Span<byte> buffer)
    {
        lock (_input)
        {
            while (_input.Count == 0 && !_hasEnded)
                Monitor.Wait(_input);

            var count = 0;
            while (count < buffer.Length && _input.TryDequeue(out var character))
                buffer[count++] = character;

            return count;
        }
    }

    public override void Write(ReadOnlySpan<byte> buffer) => output(buffer);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            End();

        base.Dispose(disposing);
    }
}
