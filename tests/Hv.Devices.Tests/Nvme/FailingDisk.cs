using Hv.Runtime.Block;

namespace Hv.Devices.Tests.Nvme;

/// <summary>A disk that fails as the test says, and waits as the test says.</summary>
internal sealed class FailingDisk() : BlockDevice("disk", NvmeGuest.DiskSize)
{
    private int _flushes;
    private int _waiting;

    public override string Kind => "failing";

    /// <summary>How operations end.</summary>
    public BlockStatus Failure { get; set; }

    /// <summary>Held while reads must not go on.</summary>
    public ManualResetEventSlim Gate { get; } = new(initialState: true);

    /// <summary>How often it was flushed.</summary>
    public int Flushes => Volatile.Read(ref _flushes);

    /// <summary>How many reads have come to <see cref="Gate"/>.</summary>
    public int Reads => Volatile.Read(ref _waiting);

    protected override BlockStatus ReadCore(long offset, Span<byte> destination)
    {
        Interlocked.Increment(ref _waiting);
        Gate.Wait();
        destination.Fill(0xD5);
        return Failure;
    }

    protected override BlockStatus WriteCore(long offset, ReadOnlySpan<byte> source) => Failure;

    protected override BlockStatus WriteZeroesCore(long offset, long length) => Failure;

    protected override BlockStatus DiscardCore(long offset, long length) => Failure;

    protected override BlockStatus FlushCore()
    {
        Interlocked.Increment(ref _flushes);
        return Failure;
    }
}
