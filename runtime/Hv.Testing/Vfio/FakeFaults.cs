using Hv.Vfio.Kernel;

namespace Hv.Testing.Vfio;

/// <summary>Makes a modelled kernel fail, where and as often as a test says. A call that fails has no effect.</summary>
public sealed class FakeFaults
{
    private readonly Lock _gate = new();
    private readonly List<Fault> _faults = [];
    private volatile bool _hasAny;
    private int _hits;

    internal FakeFaults()
    {
    }

    /// <summary>How many faults have happened so far.</summary>
    public int Hits => Volatile.Read(ref _hits);

    /// <summary>Lets calls fail.</summary>
    /// <param name="call">Which ones.</param>
    /// <param name="error">What they answer.</param>
    /// <param name="skip">How many go through before.</param>
    /// <param name="count">How many fail then.</param>
    /// <param name="path">Only those of this file; <see langword="null"/>: all.</param>
    public void Fail(FakeCall call, Errno error, int skip = 0, int count = int.MaxValue, string? path = null) =>
        Add(new Fault(call, null, null, path) { Kind = FaultKind.Error, Value = (int)error, Skip = skip, Count = count });

    /// <summary>Lets requests fail.</summary>
    /// <param name="request">Which ones.</param>
    /// <param name="error">What they answer.</param>
    /// <param name="skip">How many go through before.</param>
    /// <param name="count">How many fail then.</param>
    /// <param name="kind">Only those of this kind of descriptor: some numbers have several meanings.</param>
    public void Fail(VfioRequest request, Errno error, int skip = 0, int count = int.MaxValue, FakeFileKind? kind = null) =>
        Add(new Fault(FakeCall.Control, request, kind, null) { Kind = FaultKind.Error, Value = (int)error, Skip = skip, Count = count });

    /// <summary>Lets reads or writes of devices end early.</summary>
    /// <param name="call"><see cref="FakeCall.Read"/> or <see cref="FakeCall.Write"/>.</param>
    /// <param name="bytes">How many bytes are left of each.</param>
    /// <param name="skip">How many go through before.</param>
    /// <param name="count">How many are short then.</param>
    public void Shorten(FakeCall call, int bytes, int skip = 0, int count = int.MaxValue)
    {
        if (call is not (FakeCall.Read or FakeCall.Write))
            throw new ArgumentOutOfRangeException(nameof(call), call, "Only reads and writes can be short.");

        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        Add(new Fault(call, null, null, null) { Kind = FaultKind.Short, Value = bytes, Skip = skip, Count = count });
    }

    /// <summary>Lets interrupts of devices get lost.</summary>
    public void LoseInterrupts(int skip = 0, int count = int.MaxValue) =>
        Add(new Fault(FakeCall.SignalEvent, null, null, null) { Kind = FaultKind.Interrupt, Value = 0, Skip = skip, Count = count });

    /// <summary>Lets interrupts of devices come twice.</summary>
    public void DoubleInterrupts(int skip = 0, int count = int.MaxValue) =>
        Add(new Fault(FakeCall.SignalEvent, null, null, null) { Kind = FaultKind.Interrupt, Value = 2, Skip = skip, Count = count });

    /// <summary>Lets all calls go through again.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _faults.Clear();
            _hasAny = false;
        }
    }

    internal Errno ErrorOf(FakeCall call, string? path = null) => _hasAny && Hit(FaultKind.Error, call, null, null, path) is { } value
        ? (Errno)value
        : Errno.None;

    internal Errno ErrorOf(FakeFileKind kind, VfioRequest request, string path) =>
        _hasAny && Hit(FaultKind.Error, FakeCall.Control, request, kind, path) is { } value ? (Errno)value : Errno.None;

    internal int LengthOf(FakeCall call, int length) =>
        _hasAny && Hit(FaultKind.Short, call, null, null, null) is { } value ? Math.Min(value, length) : length;

    internal int InterruptCount() => _hasAny && Hit(FaultKind.Interrupt, FakeCall.SignalEvent, null, null, null) is { } value ? value : 1;

    private void Add(Fault fault)
    {
        lock (_gate)
        {
            _faults.Add(fault);
            _hasAny = true;
        }
    }

    private int? Hit(FaultKind faultKind, FakeCall call, VfioRequest? request, FakeFileKind? kind, string? path)
    {
        lock (_gate)
        {
            foreach (var fault in _faults)
            {
                if (fault.Kind != faultKind || !fault.Matches(call, request, kind, path))
                    continue;

                if (fault.Skip > 0)
                {
                    fault.Skip--;
                    continue;
                }

                if (fault.Count > 0)
                {
                    fault.Count--;
                    _hits++;
                    return fault.Value;
                }
            }

            return null;
        }
    }

    private enum FaultKind
    {
        Error,
        Short,
        Interrupt,
    }

    private sealed class Fault(FakeCall call, VfioRequest? request, FakeFileKind? kind, string? path)
    {
        public required FaultKind Kind { get; init; }

        public required int Value { get; init; }

        public required int Skip { get; set; }

        public required int Count { get; set; }

        public bool Matches(FakeCall madeCall, VfioRequest? madeRequest, FakeFileKind? madeKind, string? madePath) =>
            call == madeCall
            && (request is null || request == madeRequest)
            && (kind is null || kind == madeKind)
            && (path is null || path == madePath);
    }
}
