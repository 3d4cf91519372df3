using Hv.Runtime.Memory;

namespace Hv.Testing;

/// <summary>Makes accesses to guest memory fail as those outside RAM do, where and as often as a test says.</summary>
public sealed class MemoryFaults : IGuestMemoryFaults
{
    private readonly List<Fault> _faults = [];
    private bool _isSuspended;

    /// <summary>How many accesses have failed so far.</summary>
    public int Hits { get; private set; }

    /// <summary>Lets accesses fail that touch any of <paramref name="length"/> bytes from <paramref name="address"/>.</summary>
    /// <param name="address">The first byte.</param>
    /// <param name="length">Bytes.</param>
    /// <param name="reads">Whether reads fail.</param>
    /// <param name="writes">Whether writes fail.</param>
    /// <param name="skip">How many such accesses go through before.</param>
    /// <param name="count">How many fail then.</param>
    public void Add(GuestPhysicalAddress address, ulong length, bool reads = true, bool writes = true, int skip = 0, int count = int.MaxValue) =>
        _faults.Add(new Fault(address.Value, length, reads, writes) { Skip = skip, Count = count });

    /// <summary>Lets all accesses go through again.</summary>
    public void Clear() => _faults.Clear();

    /// <inheritdoc/>
    public bool Fails(GuestPhysicalAddress address, int length, bool isWrite)
    {
        if (_isSuspended)
            return false;

        foreach (var fault in _faults)
        {
            if (!fault.Matches(address.Value, (ulong)length, isWrite))
                continue;

            if (fault.Skip > 0)
            {
                fault.Skip--;
                continue;
            }

            if (fault.Count > 0)
            {
                fault.Count--;
                Hits++;
                return true;
            }
        }

        return false;
    }

    /// <summary>Lets the test's own accesses through, and not count, until the result is disposed.</summary>
    internal Suspension Suspend()
    {
        var suspension = new Suspension(this, _isSuspended);
        _isSuspended = true;
        return suspension;
    }

    internal readonly struct Suspension(MemoryFaults faults, bool wasSuspended) : IDisposable
    {
        public void Dispose() => faults._isSuspended = wasSuspended;
    }

    private sealed class Fault(ulong start, ulong length, bool reads, bool writes)
    {
        public int Skip { get; set; }

        public int Count { get; set; }

        // Both ranges lie in RAM, so that neither end wraps.
        public bool Matches(ulong address, ulong size, bool isWrite) =>
            (isWrite ? writes : reads) && address < start + length && start < address + size;
    }
}
