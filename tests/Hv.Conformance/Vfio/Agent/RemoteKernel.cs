using System.Runtime.InteropServices;
using System.Text;
using Hv.Runtime.Memory;
using Hv.Vfio.Kernel;

namespace Hv.Conformance.Vfio.Agent;

/// <summary>
/// The kernel of a machine of the lab, as a session of its agent reaches it: descriptors and addresses are of the agent's process.
/// </summary>
/// <remarks>
/// Memory that is shared is not the block's own but a copy, made when it is shared; <see cref="Peek"/> and <see cref="Poke"/> reach it.
/// A machine that fails is no answer of its kernel: that throws.
/// </remarks>
internal sealed class RemoteKernel : IHostKernel, IDisposable
{
    // Other threads' calls come in between, as the signal that one waits for. A lock is not fair: they get it while this one sleeps.
    private const int WaitSlice = 5;
    private const int WaitPause = 1;

    private readonly Lock _lock = new();
    private readonly Dictionary<RamBlock, (ulong Address, int Count)> _shared = [];
    private readonly AgentChannel _channel;
    private readonly Func<string, Exception, Exception> _failed;
    private readonly Action _onEnd;
    private bool _hasEnded;

    /// <summary>Makes it.</summary>
    /// <param name="channel">The way to the agent.</param>
    /// <param name="pageSize">The size of its kernel's pages.</param>
    /// <param name="failed">Says more of a failure of the machine.</param>
    /// <param name="onEnd">Is called once when the session ends.</param>
    public RemoteKernel(AgentChannel channel, int pageSize, Func<string, Exception, Exception> failed, Action onEnd)
    {
        _channel = channel;
        _failed = failed;
        _onEnd = onEnd;
        PageSize = pageSize;
        Files = new RemoteFiles((operation, data) =>
        {
            var received = Array.Empty<byte>();
            var result = Ask(new AgentRequest(operation), data, answer => received = answer.ToArray());
            return (result, received);
        });
    }

    /// <inheritdoc/>
    public HostArchitecture Architecture => HostArchitecture.PowerPc;

    /// <inheritdoc/>
    public int PageSize { get; }

    /// <inheritdoc/>
    public IHostFiles Files { get; }

    /// <inheritdoc/>
    public KernelResult Open(string path) => Ask(new AgentRequest(AgentOperation.Open), Encoding.UTF8.GetBytes(path));

    /// <inheritdoc/>
    public KernelResult Close(int descriptor)
    {
        try
        {
            return Ask(AgentRequest.Of(AgentOperation.Close, descriptor));
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // Finalizers close what a test has left open; the session's end does so too.
            return KernelResult.Failed(Errno.BadDescriptor);
        }
    }

    /// <inheritdoc/>
    public KernelResult Control(int descriptor, VfioRequest request, ulong argument = 0) =>
        Ask(AgentRequest.Of(AgentOperation.ControlValue, descriptor, request.Number(Architecture), argument));

    /// <inheritdoc/>
    public KernelResult Control(int descriptor, VfioRequest request, Span<byte> argument) =>
        Exchange(AgentRequest.Of(AgentOperation.ControlData, descriptor, request.Number(Architecture)), argument, argument);

    /// <inheritdoc/>
    public KernelResult Read(int descriptor, Span<byte> destination, ulong offset)
    {
        var part = destination[..Math.Min(destination.Length, AgentChannel.LargestData)];
        return Exchange(AgentRequest.Of(AgentOperation.Read, descriptor, offset, (ulong)part.Length), [], part);
    }

    /// <inheritdoc/>
    public KernelResult Write(int descriptor, ReadOnlySpan<byte> source, ulong offset) =>
        Exchange(AgentRequest.Of(AgentOperation.Write, descriptor, offset), source[..Math.Min(source.Length, AgentChannel.LargestData)], []);

    /// <inheritdoc/>
    public KernelResult MapFile(int descriptor, ulong offset, ulong length, bool isWritable) => KernelResult.Failed(Errno.NoDevice);

    /// <inheritdoc/>
    public KernelResult UnmapFile(ulong address, ulong length) => KernelResult.Failed(Errno.InvalidArgument);

    /// <inheritdoc/>
    public KernelResult CreateEvent() => Ask(new AgentRequest(AgentOperation.CreateEvent));

    /// <inheritdoc/>
    public KernelResult SignalEvent(int descriptor) => Ask(AgentRequest.Of(AgentOperation.SignalEvent, descriptor));

    /// <inheritdoc/>
    public KernelResult TakeEvent(int descriptor) => Ask(AgentRequest.Of(AgentOperation.TakeEvent, descriptor));

    /// <inheritdoc/>
    public KernelResult Wait(Span<PollEntry> entries, int timeoutMilliseconds)
    {
        var bytes = MemoryMarshal.AsBytes(entries);
        var until = Environment.TickCount64 + timeoutMilliseconds;
        while (true)
        {
            var left = timeoutMilliseconds < 0 ? WaitSlice : Math.Clamp(until - Environment.TickCount64, 0, WaitSlice);
            var result = Exchange(new AgentRequest(AgentOperation.Wait, (ulong)left), bytes, bytes);
            if (result.Value != 0 || (timeoutMilliseconds >= 0 && Environment.TickCount64 >= until))
                return result;

            Thread.Sleep(WaitPause);
        }
    }

    /// <inheritdoc/>
    public KernelResult Share(RamBlock block)
    {
        lock (_lock)
        {
            if (!_shared.TryGetValue(block, out var shared))
            {
                var result = MapMemory(block.Size);
                if (result.IsError)
                    return result;

                shared = ((ulong)result.Value, 0);
                CopyContent(block, shared.Address);
            }

            _shared[block] = shared with { Count = shared.Count + 1 };
            return new KernelResult((long)shared.Address);
        }
    }

    /// <inheritdoc/>
    public void Unshare(RamBlock block)
    {
        lock (_lock)
        {
            var shared = _shared[block];
            if (shared.Count > 1)
            {
                _shared[block] = shared with { Count = shared.Count - 1 };
                return;
            }

            _shared.Remove(block);
            Unmap(shared.Address);
        }
    }

    /// <summary>Where a block that is shared is in the agent's process.</summary>
    public ulong AddressOf(RamBlock block)
    {
        lock (_lock)
            return _shared[block].Address;
    }

    /// <summary>Gives the agent's process memory, all of it zero.</summary>
    /// <param name="length">Bytes.</param>
    /// <param name="flags">Flags of mmap besides, as MAP_HUGETLB with a size of pages.</param>
    /// <returns>Its address.</returns>
    public KernelResult MapMemory(ulong length, uint flags = 0) => Ask(new AgentRequest(AgentOperation.MapMemory, length, flags));

    /// <summary>Maps a part of a device into the agent's process; <see cref="Peek"/> and <see cref="Poke"/> reach it.</summary>
    public KernelResult MapDevice(int descriptor, ulong offset, ulong length, bool isWritable) =>
        Ask(AgentRequest.Of(AgentOperation.MapFile, descriptor, offset, length, isWritable ? 1UL : 0));

    /// <summary>Takes away what <see cref="MapMemory"/> or <see cref="MapDevice"/> made.</summary>
    public KernelResult Unmap(ulong address) => Ask(new AgentRequest(AgentOperation.Unmap, address));

    /// <summary>Reads memory of the agent's process; of a device by one access of this width where there is one.</summary>
    public KernelResult Peek(ulong address, Span<byte> destination)
    {
        for (var done = 0; done < destination.Length;)
        {
            var part = destination[done..Math.Min(destination.Length, done + AgentChannel.LargestData)];
            var result = Exchange(new AgentRequest(AgentOperation.Peek, address + (ulong)done, (ulong)part.Length), [], part);
            if (result.IsError)
                return result;

            done += part.Length;
        }

        return new KernelResult(destination.Length);
    }

    /// <summary>Writes memory of the agent's process; of a device by one access of this width where there is one.</summary>
    public KernelResult Poke(ulong address, ReadOnlySpan<byte> source)
    {
        for (var done = 0; done < source.Length;)
        {
            var part = source[done..Math.Min(source.Length, done + AgentChannel.LargestData)];
            var result = Exchange(new AgentRequest(AgentOperation.Poke, address + (ulong)done), part, []);
            if (result.IsError)
                return result;

            done += part.Length;
        }

        return new KernelResult(source.Length);
    }

    /// <summary>Lets the session lock that much memory, for good: RLIMIT_MEMLOCK, and no CAP_IPC_LOCK.</summary>
    public KernelResult LimitLockedMemory(ulong limit) => Ask(new AgentRequest(AgentOperation.LimitLockedMemory, limit));

    /// <summary>Ends the session. What it had ends when the machine's next begins.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_hasEnded)
                return;

            _hasEnded = true;
        }

        _onEnd();
    }

    private unsafe void CopyContent(RamBlock block, ulong address)
    {
        for (var next = 0UL; next < block.Size;)
        {
            var (start, end) = block.FindCommitted(next);
            for (next = start; next < end; next += AgentChannel.LargestData)
                Poke(address + next, new ReadOnlySpan<byte>(block.Host + next, (int)Math.Min(end - next, AgentChannel.LargestData)));

            next = Math.Max(next, end);
        }
    }

    private KernelResult Ask(AgentRequest request, ReadOnlySpan<byte> data = default) => Ask(request, data, null);

    private KernelResult Ask(AgentRequest request, ReadOnlySpan<byte> data, Action<ReadOnlyMemory<byte>>? take)
    {
        if (data.Length > AgentChannel.LargestData)
            return KernelResult.Failed(Errno.TooBig);

        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_hasEnded, this);
            var (result, received) = AskChannel(request, data);
            take?.Invoke(received);
            return new KernelResult(result);
        }
    }

    private KernelResult Exchange(AgentRequest request, ReadOnlySpan<byte> data, Span<byte> destination)
    {
        if (data.Length > AgentChannel.LargestData)
            return KernelResult.Failed(Errno.TooBig);

        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_hasEnded, this);
            var (result, received) = AskChannel(request, data);
            if (!destination.IsEmpty)
                received.Span.CopyTo(destination);

            return new KernelResult(result);
        }
    }

    private (long Result, ReadOnlyMemory<byte> Data) AskChannel(AgentRequest request, ReadOnlySpan<byte> data)
    {
        try
        {
            return _channel.Ask(request, data);
        }
        catch (IOException exception)
        {
            // Nothing can be asked any more, whatever the test does next.
            Dispose();
            throw _failed($"{request}: {exception.Message}", exception);
        }
    }
}
