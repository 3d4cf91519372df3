using Hv.Vfio.Kernel;

namespace Hv.Testing.Vfio;

/// <summary>How often a modelled kernel was called, and for how much. Counting takes no memory.</summary>
public sealed class FakeCalls
{
    private const int KindCount = 4;
    private const int RequestCount = 32;

    private readonly long[] _calls = new long[(int)FakeCall.WriteText + 1];
    private readonly long[] _requests = new long[KindCount * RequestCount];
    private readonly List<FakeCallRecord> _log = [];
    private long _mappedEntries;
    private long _mappedBytes;
    private long _unmappedBytes;

    internal FakeCalls()
    {
    }

    /// <summary>How often a call was made.</summary>
    public long this[FakeCall call] => Volatile.Read(ref _calls[(int)call]);

    /// <summary>How often a request was made, of whichever descriptor: some numbers have a meaning for each kind.</summary>
    public long this[VfioRequest request]
    {
        get
        {
            var count = 0L;
            for (var kind = 0; kind < KindCount; kind++)
                count += this[(FakeFileKind)kind, request];

            return count;
        }
    }

    /// <summary>How often a request was made of a kind of descriptor.</summary>
    public long this[FakeFileKind kind, VfioRequest request] => Volatile.Read(ref _requests[((int)kind * RequestCount) + (int)request]);

    /// <summary>Mappings of type1, or entries of TCE tables, that were written.</summary>
    public long MappedEntries => Volatile.Read(ref _mappedEntries);

    /// <summary>Bytes that they are for.</summary>
    public long MappedBytes => Volatile.Read(ref _mappedBytes);

    /// <summary>Bytes that were taken away, asked for or by closing.</summary>
    public long UnmappedBytes => Volatile.Read(ref _unmappedBytes);

    /// <summary>Whether calls that open, close and request are written down, each with its answer; that takes memory.</summary>
    public bool IsLogged { get; set; }

    /// <summary>What was written down, in the order in which it was answered.</summary>
    public IReadOnlyList<FakeCallRecord> Log
    {
        get
        {
            lock (_log)
                return [.. _log];
        }
    }

    /// <summary>Starts again at 0.</summary>
    public void Clear()
    {
        lock (_log)
            _log.Clear();

        Array.Clear(_calls);
        Array.Clear(_requests);
        _mappedEntries = _mappedBytes = _unmappedBytes = 0;
    }

    internal void Count(FakeCall call) => Interlocked.Increment(ref _calls[(int)call]);

    internal void Count(FakeFileKind kind, VfioRequest request)
    {
        if ((uint)request < RequestCount)
            Interlocked.Increment(ref _requests[((int)kind * RequestCount) + (int)request]);
    }

    internal void CountMapped(long entries, ulong bytes)
    {
        Interlocked.Add(ref _mappedEntries, entries);
        Interlocked.Add(ref _mappedBytes, (long)bytes);
    }

    internal void CountUnmapped(ulong bytes) => Interlocked.Add(ref _unmappedBytes, (long)bytes);

    /// <returns>The answer.</returns>
    internal KernelResult Record(FakeCall call, FakeFileKind? kind, VfioRequest? request, string path, KernelResult result)
    {
        if (IsLogged)
        {
            lock (_log)
                _log.Add(new FakeCallRecord(call, kind, request, path, result));
        }

        return result;
    }
}
