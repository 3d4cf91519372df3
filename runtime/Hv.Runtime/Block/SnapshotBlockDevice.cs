using System.Collections;
using Microsoft.Win32.SafeHandles;

namespace Hv.Runtime.Block;

/// <summary>
/// Sectors of another device, of which changes go to a temporary file and are gone when the device is disposed (<c>snapshot=on</c>).
/// The file has no name while it is used, so that nothing is left of it, however the process ends.
/// </summary>
public sealed class SnapshotBlockDevice : BlockDevice
{
    private const int ChunkShift = 16;
    private const int ChunkSize = 1 << ChunkShift;
    private const int LockCount = 64;

    private readonly BlockDevice _original;
    private readonly SafeFileHandle _changes;
    private readonly BitArray _isChanged;
    private readonly ReaderWriterLockSlim[] _locks = [.. Enumerable.Range(0, LockCount).Select(_ => new ReaderWriterLockSlim())];

    /// <summary>Makes a device.</summary>
    /// <param name="original">What it begins with; it is only read, and disposed with this one.</param>
    /// <param name="folder">Where the temporary file goes; the host's folder for those when not given.</param>
    /// <exception cref="BlockDeviceException">The file cannot be made.</exception>
    public SnapshotBlockDevice(BlockDevice original, string? folder = null)
        : base(original.Id, original.Length)
    {
        _original = original;
        _isChanged = new BitArray(checked((int)((original.Length + ChunkSize - 1) >> ChunkShift)));
        Interface = original.Interface;
        var path = Path.Combine(folder ?? Path.GetTempPath(), $"hv-{Guid.NewGuid():n}");
        try
        {
            _changes = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, FileOptions.DeleteOnClose);
            if (!OperatingSystem.IsWindows())
                File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new BlockDeviceException($"cannot make a temporary file for the changes of '{original.Id}': {exception.Message}", exception);
        }
    }

    /// <inheritdoc/>
    public override string Kind => "snapshot";

    /// <inheritdoc/>
    public override string FileName => _original.FileName;

    /// <inheritdoc/>
    protected override BlockStatus ReadCore(long offset, Span<byte> destination)
    {
        while (!destination.IsEmpty)
        {
            var (chunk, part) = Part(offset, destination.Length);
            var chunkLock = LockOf(chunk);
            chunkLock.EnterReadLock();
            try
            {
                var status = _isChanged[chunk] ? ReadChanges(offset, destination[..part]) : _original.Read(offset, destination[..part]);
                if (status != BlockStatus.Success)
                    return status;
            }
            finally
            {
                chunkLock.ExitReadLock();
            }

            destination = destination[part..];
            offset += part;
        }

        return BlockStatus.Success;
    }

    /// <inheritdoc/>
    protected override BlockStatus WriteCore(long offset, ReadOnlySpan<byte> source)
    {
        while (!source.IsEmpty)
        {
            var (chunk, part) = Part(offset, source.Length);
            var status = WriteChunk(chunk, offset, source[..part]);
            if (status != BlockStatus.Success)
                return status;

            source = source[part..];
            offset += part;
        }

        return BlockStatus.Success;
    }

    /// <inheritdoc/>
    protected override BlockStatus WriteZeroesCore(long offset, long length)
    {
        var zeroes = new byte[ChunkSize];
        while (length > 0)
        {
            var (chunk, part) = Part(offset, (int)Math.Min(length, ChunkSize));
            var status = WriteChunk(chunk, offset, zeroes.AsSpan(0, part));
            if (status != BlockStatus.Success)
                return status;

            offset += part;
            length -= part;
        }

        return BlockStatus.Success;
    }

    /// <inheritdoc/>
    protected override BlockStatus DiscardCore(long offset, long length) => BlockStatus.Success;

    /// <inheritdoc/>
    /// <remarks>Nothing of it is to last.</remarks>
    protected override BlockStatus FlushCore() => BlockStatus.Success;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (!disposing)
            return;

        _changes.Dispose();
        _original.Dispose();
    }

    private static (int Chunk, int Length) Part(long offset, int length) =>
        ((int)(offset >> ChunkShift), Math.Min(length, ChunkSize - (int)(offset & (ChunkSize - 1))));

    private ReaderWriterLockSlim LockOf(int chunk) => _locks[chunk % LockCount];

    private BlockStatus WriteChunk(int chunk, long offset, ReadOnlySpan<byte> source)
    {
        var chunkLock = LockOf(chunk);
        chunkLock.EnterWriteLock();
        try
        {
            if (_isChanged[chunk])
                return WriteChanges(offset, source);

            // The rest of the chunk comes along.
            var start = (long)chunk << ChunkShift;
            var whole = new byte[(int)Math.Min(ChunkSize, Length - start)];
            var status = source.Length == whole.Length ? BlockStatus.Success : _original.Read(start, whole);
            if (status != BlockStatus.Success)
                return status;

            source.CopyTo(whole.AsSpan((int)(offset - start)));
            status = WriteChanges(start, whole);
            if (status == BlockStatus.Success)
                SetChanged(chunk);

            return status;
        }
        finally
        {
            chunkLock.ExitWriteLock();
        }
    }

    // Bits of other chunks are in the same word.
    private void SetChanged(int chunk)
    {
        lock (_isChanged)
            _isChanged[chunk] = true;
    }

    private BlockStatus ReadChanges(long offset, Span<byte> destination)
    {
        try
        {
            while (!destination.IsEmpty)
            {
                var count = RandomAccess.Read(_changes, destination, offset);
                if (count == 0)
                    return Fail(BlockStatus.Truncated, "the temporary file has lost its end");

                destination = destination[count..];
                offset += count;
            }

            return BlockStatus.Success;
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            return Fail(FileBlockDevice.Classify(exception), exception.Message);
        }
    }

    private BlockStatus WriteChanges(long offset, ReadOnlySpan<byte> source)
    {
        try
        {
            RandomAccess.Write(_changes, source, offset);
            return BlockStatus.Success;
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            return Fail(FileBlockDevice.Classify(exception), exception.Message);
        }
    }
}
