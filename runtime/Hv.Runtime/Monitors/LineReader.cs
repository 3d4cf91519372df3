namespace Hv.Runtime.Monitors;

/// <summary>
/// Reads lines from a client. One that is longer than allowed is skipped as it comes, so that it takes no memory.
/// </summary>
/// <param name="stream">The client.</param>
/// <param name="maximumLength">The longest line, in bytes.</param>
internal sealed class LineReader(Stream stream, int maximumLength)
{
    private const int FirstSize = 4096;

    private byte[] _buffer = new byte[FirstSize];
    private int _start;
    private int _end;

    /// <summary>Reads the next line. The memory is valid until the next call.</summary>
    /// <param name="line">The line, without its end; empty for one that is too long.</param>
    /// <returns>What was read. What follows the last line end, when the client goes, is none.</returns>
    public LineKind Read(out ReadOnlyMemory<byte> line)
    {
        Shrink();
        var searched = 0;
        var isTooLong = false;
        while (true)
        {
            var found = _buffer.AsSpan((_start + searched).._end).IndexOf((byte)'\n');
            if (found >= 0)
            {
                var length = searched + found;
                line = isTooLong || length > maximumLength ? default : _buffer.AsMemory(_start, length);
                isTooLong |= length > maximumLength;
                _start += length + 1;
                return isTooLong ? LineKind.TooLong : LineKind.Line;
            }

            searched = _end - _start;
            if (searched > maximumLength)
            {
                isTooLong = true;
                (_start, _end, searched) = (0, 0, 0);
            }

            if (!Fill())
            {
                line = default;
                return LineKind.End;
            }
        }
    }

    /// <summary>Gives the memory of a long line back once it has been served.</summary>
    private void Shrink()
    {
        var length = _end - _start;
        if (_buffer.Length > FirstSize && length <= FirstSize)
        {
            var buffer = new byte[FirstSize];
            _buffer.AsSpan(_start, length).CopyTo(buffer);
            (_buffer, _start, _end) = (buffer, 0, length);
        }
    }

    private bool Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start.._end).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
            Array.Resize(ref _buffer, (int)Math.Min((long)_buffer.Length * 2, maximumLength + 2L));

        try
        {
            var count = stream.Read(_buffer, _end, _buffer.Length - _end);
            _end += count;
            return count > 0;
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            return false;
        }
    }
}
