namespace Hv.Runtime.Migration.Description;

/// <summary>The bytes of a stream that can be read anywhere, through one buffer.</summary>
/// <param name="stream">The stream; it must be able to seek, and is not closed.</param>
public sealed class StreamBytes(Stream stream)
{
    private const int WindowSize = 1 << 16;

    private readonly byte[] _window = new byte[WindowSize];
    private ulong _windowStart;
    private int _windowLength;

    /// <summary>How many there are.</summary>
    public ulong Length { get; } = (ulong)stream.Length;

    /// <summary>Reads bytes.</summary>
    /// <param name="offset">Where from.</param>
    /// <param name="destination">Where to.</param>
    /// <returns>How many there are: fewer than asked for at the end of the stream, 0 beyond it.</returns>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public int Read(ulong offset, Span<byte> destination)
    {
        if (offset >= Length || destination.Length == 0)
            return 0;

        if (offset >= _windowStart && offset - _windowStart + (ulong)destination.Length <= (ulong)_windowLength)
        {
            _window.AsSpan((int)(offset - _windowStart), destination.Length).CopyTo(destination);
            return destination.Length;
        }

        stream.Seek((long)offset, SeekOrigin.Begin);
        if (destination.Length >= WindowSize)
            return stream.ReadAtLeast(destination, destination.Length, throwOnEndOfStream: false);

        _windowLength = 0;
        _windowLength = stream.ReadAtLeast(_window, WindowSize, throwOnEndOfStream: false);
        _windowStart = offset;
        var count = Math.Min(destination.Length, _windowLength);
        _window.AsSpan(0, count).CopyTo(destination);
        return count;
    }
}
