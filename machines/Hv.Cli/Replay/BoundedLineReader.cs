namespace Hv.Cli.Replay;

/// <summary>Reads lines, ended by LF or CR LF, and takes no more memory than the longest line allowed.</summary>
/// <param name="reader">The text.</param>
/// <param name="source">The file, as the user named it.</param>
internal sealed class BoundedLineReader(TextReader reader, string source)
{
    /// <summary>The longest line that is read, in characters.</summary>
    public const int MaximumLength = 1 << 20;

    private char[] _buffer = new char[16 << 10];
    private int _start;
    private int _end;

    /// <summary>The number of the line read last, from 1; 0 before the first.</summary>
    public long Line { get; private set; }

    /// <summary>Reads a line. The span is valid until the next call.</summary>
    /// <returns><see langword="false"/> at the end.</returns>
    /// <exception cref="RecordingFormatException">The line is too long.</exception>
    public bool TryRead(out ReadOnlySpan<char> line)
    {
        var searched = 0;
        while (true)
        {
            var length = _buffer.AsSpan((_start + searched).._end).IndexOf('\n');
            if (length >= 0)
            {
                length += searched;
                line = Take(length);
                _start++;
                return true;
            }

            searched = _end - _start;
            if (searched > MaximumLength)
                throw TooLong();

            if (Fill())
                continue;

            line = searched > 0 ? Take(searched) : default;
            return searched > 0;
        }
    }

    private ReadOnlySpan<char> Take(int length)
    {
        if (length > MaximumLength)
            throw TooLong();

        Line++;
        ReadOnlySpan<char> line = _buffer.AsSpan(_start, length);
        _start += length;
        return line is [.. var withoutReturn, '\r'] ? withoutReturn : line;
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
            Array.Resize(ref _buffer, _buffer.Length * 2);

        var count = reader.Read(_buffer.AsSpan(_end));
        _end += count;
        return count > 0;
    }

    private RecordingFormatException TooLong() =>
        new(source, Line + 1, MaximumLength + 1, $"a line of at most {MaximumLength} characters", "a longer one");
}
