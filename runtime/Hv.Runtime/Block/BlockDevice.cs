namespace Hv.Runtime.Block;

/// <summary>Sectors that a disk of the guest is made of: a file of the host, or memory.</summary>
/// <remarks>
/// Operations block the calling thread, may run on many threads at once, and never throw: what goes wrong is a
/// <see cref="BlockStatus"/>. Operations that overlap each other may end in any order, as on a disk. A device model that must not
/// block, since a processor of the guest waits for it, calls them on threads of its own.
/// </remarks>
public abstract class BlockDevice : IDisposable
{
    /// <summary>The bytes of a sector, the unit in which devices are as long as they are.</summary>
    public const int SectorSize = 512;

    private string? _user;
    private volatile bool _isWritethrough;
    private string? _lastError;

    /// <summary>Makes a device.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="length">Bytes, a multiple of <see cref="SectorSize"/>.</param>
    /// <param name="isReadOnly">Whether writes are refused.</param>
    /// <param name="caching">What happens to what is written.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is no such number.</exception>
    protected BlockDevice(string id, long length, bool isReadOnly = false, BlockCaching caching = BlockCaching.Writeback)
    {
        if (length < 0 || length % SectorSize != 0)
            throw new ArgumentOutOfRangeException(nameof(length), length, $"A block device is some sectors of {SectorSize} bytes long.");

        Id = id;
        Length = length;
        IsReadOnly = isReadOnly;
        Caching = caching;
        _isWritethrough = caching == BlockCaching.Writethrough;
    }

    /// <summary>Its id.</summary>
    public string Id { get; }

    /// <summary>Its length in bytes, a multiple of <see cref="SectorSize"/>.</summary>
    public long Length { get; }

    /// <summary>Whether writes are refused.</summary>
    public bool IsReadOnly { get; }

    /// <summary>What happens to what is written, as the user chose.</summary>
    public BlockCaching Caching { get; }

    /// <summary>What kind it is: <c>file</c>, <c>memory</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>What it is made of, for people: the name of a file where there is one.</summary>
    public virtual string FileName => Kind;

    /// <summary>The format as <c>-drive</c> has it.</summary>
    public virtual string Format => "raw";

    /// <summary>What takes it up.</summary>
    public BlockInterface Interface { get; init; }

    /// <summary>Who uses it (<see cref="TryTake"/>), or <see langword="null"/>.</summary>
    public string? User => Volatile.Read(ref _user);

    /// <summary>What the host said about the last operation that failed, or <see langword="null"/>; for people.</summary>
    public string? LastError => Volatile.Read(ref _lastError);

    /// <summary>
    /// Whether what is written may be in the host's memory alone until <see cref="Flush"/>. A guest can switch it off and on again;
    /// it is off at first with <see cref="BlockCaching.Writethrough"/>.
    /// </summary>
    public bool HasWriteCache
    {
        get => !_isWritethrough;
        set => _isWritethrough = !value;
    }

    /// <summary>Makes somebody the only user.</summary>
    /// <param name="user">A name for people.</param>
    /// <returns><see langword="false"/> when it has another one.</returns>
    public bool TryTake(string user) => Interlocked.CompareExchange(ref _user, user, null) is null;

    /// <summary>It has no user any more.</summary>
    public void Release() => Volatile.Write(ref _user, null);

    /// <summary>Reads bytes.</summary>
    /// <param name="offset">The first one.</param>
    /// <param name="destination">Takes them; after a failure its content is of no meaning.</param>
    public BlockStatus Read(long offset, Span<byte> destination) =>
        Contains(offset, destination.Length) ? ReadCore(offset, destination) : BlockStatus.OutOfRange;

    /// <summary>Writes bytes. After a failure some of them may be written.</summary>
    /// <param name="offset">The first one.</param>
    /// <param name="source">The bytes.</param>
    public BlockStatus Write(long offset, ReadOnlySpan<byte> source)
    {
        var status = CheckWrite(offset, source.Length);
        return status == BlockStatus.Success ? Finish(WriteCore(offset, source)) : status;
    }

    /// <summary>Makes bytes zero; the host may take back what it had for them.</summary>
    /// <param name="offset">The first one.</param>
    /// <param name="length">How many.</param>
    public BlockStatus WriteZeroes(long offset, long length)
    {
        var status = CheckWrite(offset, length);
        return status == BlockStatus.Success ? Finish(WriteZeroesCore(offset, length)) : status;
    }

    /// <summary>Tells that nobody needs bytes any more. They are zero afterwards, or what they were.</summary>
    /// <param name="offset">The first one.</param>
    /// <param name="length">How many.</param>
    public BlockStatus Discard(long offset, long length)
    {
        var status = CheckWrite(offset, length);
        return status == BlockStatus.Success ? DiscardCore(offset, length) : status;
    }

    /// <summary>Returns when all writes that were complete when it was called last, whatever happens to process and host.</summary>
    public BlockStatus Flush() => IsReadOnly || Caching == BlockCaching.Unsafe ? BlockStatus.Success : FlushCore();

    /// <summary>Closes the device. Operations fail from now on.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Id} ({Kind}, {Length} bytes)";

    /// <summary>Reads bytes that lie inside.</summary>
    protected abstract BlockStatus ReadCore(long offset, Span<byte> destination);

    /// <summary>Writes bytes that lie inside.</summary>
    protected abstract BlockStatus WriteCore(long offset, ReadOnlySpan<byte> source);

    /// <summary>Makes bytes zero that lie inside.</summary>
    protected abstract BlockStatus WriteZeroesCore(long offset, long length);

    /// <summary>Gives bytes up that lie inside.</summary>
    protected abstract BlockStatus DiscardCore(long offset, long length);

    /// <summary>Makes what is written last.</summary>
    protected abstract BlockStatus FlushCore();

    /// <summary>Keeps what the host said of a failure for <see cref="LastError"/>.</summary>
    protected BlockStatus Fail(BlockStatus status, string reason)
    {
        Volatile.Write(ref _lastError, reason);
        return status;
    }

    /// <summary>Gives back what the device took from the host.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }

    private bool Contains(long offset, long length) => offset >= 0 && length >= 0 && offset <= Length && length <= Length - offset;

    private BlockStatus CheckWrite(long offset, long length)
    {
        if (!Contains(offset, length))
            return BlockStatus.OutOfRange;

        return IsReadOnly ? BlockStatus.ReadOnly : BlockStatus.Success;
    }

    private BlockStatus Finish(BlockStatus written) => written == BlockStatus.Success && _isWritethrough ? Flush() : written;
}
