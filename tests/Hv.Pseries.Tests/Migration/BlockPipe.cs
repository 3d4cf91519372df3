namespace Hv.Pseries.Tests.Migration;

/// <summary>Two streams, one of which reads what the other writes: a write waits until it is read, so that nothing is kept.</summary>
internal sealed class BlockPipe : IDisposable
{
    private readonly SemaphoreSlim _isFull = new(0);
    private readonly SemaphoreSlim _isEmpty = new(1);
    private readonly byte[] _block = new byte[1 << 17];
    private int _next;
    private int _end;
    private bool _isComplete;

    public BlockPipe() => (Writer, Reader) = (new WriterStream(this), new ReaderStream(this));

    public Stream Writer { get; }

    public Stream Reader { get; }

    /// <summary>Nothing more is written.</summary>
    public void Complete()
    {
        _isEmpty.Wait();
        _isComplete = true;
        _isFull.Release();
    }

    public void Dispose()
    {
        _isFull.Dispose();
        _isEmpty.Dispose();
    }

    private abstract class OneWayStream : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));
    }

    private sealed class WriterStream(BlockPipe pipe) : OneWayStream
    {
        public override bool CanWrite => true;

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            while (buffer.Length > 0)
            {
                pipe._isEmpty.Wait();
                var part = buffer[..Math.Min(buffer.Length, pipe._block.Length)];
                part.CopyTo(pipe._block);
                (pipe._next, pipe._end) = (0, part.Length);
                buffer = buffer[part.Length..];
                pipe._isFull.Release();
            }
        }
    }

    private sealed class ReaderStream(BlockPipe pipe) : OneWayStream
    {
        public override bool CanRead => true;

        public override int Read(Span<byte> buffer)
        {
            if (pipe._next == pipe._end)
            {
                if (pipe._isComplete)
                    return 0;

                pipe._isFull.Wait();
                if (pipe._isComplete)
                    return 0;
            }

            var count = Math.Min(buffer.Length, pipe._end - pipe._next);
            pipe._block.AsSpan(pipe._next, count).CopyTo(buffer);
            pipe._next += count;
            if (pipe._next == pipe._end)
                pipe._isEmpty.Release();

            return count;
        }
    }
}
