using Hv.Runtime.Machines;

namespace Hv.Runtime.Migration.Streams;

/// <summary>
/// Sends a machine while it runs: RAM in rounds, at most so fast, until what is left can be sent in the time that the machine may stand;
/// then it stops, and the rest goes.
/// </summary>
/// <param name="machine">The machine.</param>
/// <param name="stream">Where to; it is not closed.</param>
/// <param name="parameters">What holds at the moment: asked again and again, so that a change has its effect at once.</param>
/// <param name="stop">
/// Stops the machine; called once, when it must not run any more. Returns the state it was in, which the destination is to take over:
/// <c>running</c>, <c>paused</c>.
/// </param>
public sealed class MigrationSource(Machine machine, Stream stream, Func<MigrationParameters> parameters, Func<string> stop)
{
    private const ulong LargestPart = 1 << 20;

    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(100);

    private readonly MigrationWriter _writer = new(machine, stream);
    private readonly Lock _progressLock = new();
    private MigrationProgress _progress;
    private long _windowStart;
    private ulong _windowBytes;
    private ulong _windowPages;
    private long _passStart;
    private ulong _passDirty;
    private double _bandwidth;

    /// <summary>It was looked for pages that the guest wrote; the number of times is given. Raised on the thread that sends.</summary>
    public event Action<ulong>? PassBegun;

    /// <summary>The first parts were sent; the rounds begin. Raised on the thread that sends.</summary>
    public event Action? Begun;

    /// <summary>How far it has come. On any thread.</summary>
    public MigrationProgress Progress
    {
        get
        {
            lock (_progressLock)
                return _progress with { Ram = _writer.Ram.Progress, Transferred = _writer.Position };
        }
    }

    /// <summary>Sends the machine.</summary>
    /// <param name="cancellation">
    /// Ends it between two parts. A write that does not return is ended by whoever has the other end of the stream, or aborts it.
    /// </param>
    /// <exception cref="StateException">A device cannot migrate, or something cannot be said in the stream.</exception>
    /// <exception cref="IOException">The stream does not take it.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled. The machine may have been stopped.</exception>
    public void Run(CancellationToken cancellation)
    {
        try
        {
            _writer.Ram.PassBegun = OnPass;
            _writer.Begin();
            Begun?.Invoke();
            SendRounds(cancellation);
            cancellation.ThrowIfCancellationRequested();
            var runState = stop();
            var before = _writer.Position;
            _writer.WriteRest(runState);
            lock (_progressLock)
                _progress = _progress with { TransferredInDowntime = _writer.Position - before };
        }
        finally
        {
            _writer.End();
        }
    }

    private void SendRounds(CancellationToken cancellation)
    {
        StartWindow();
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();

            // What is known to be left costs nothing to ask; what the guest has written since is looked for when that might be all.
            var limit = LargestRest();
            if (_writer.GetPendingBytes(isExact: false) <= limit && (!machine.Clock.IsRunning || _writer.GetPendingBytes(isExact: true) <= limit))
                return;

            var budget = Budget();
            if (budget > 0)
                _writer.WritePart(Math.Min(budget, LargestPart));
            else
                cancellation.WaitHandle.WaitOne(Left());

            if (Left() <= TimeSpan.Zero)
                EndWindow();
        }
    }

    /// <summary>How many bytes can be sent while the machine stands.</summary>
    private ulong LargestRest() => (ulong)(_bandwidth * parameters().DowntimeLimit.TotalSeconds);

    private ulong Budget()
    {
        var maximum = parameters().MaximumBandwidth;
        if (maximum == 0)
            return ulong.MaxValue;

        var allowed = (ulong)(maximum * Window.TotalSeconds);
        var sent = _writer.Position - _windowBytes;
        return sent >= allowed ? 0 : Math.Max(allowed - sent, 1);
    }

    private TimeSpan Left() => Window - TimeProvider.System.GetElapsedTime(_windowStart);

    private void StartWindow() =>
        (_windowStart, _windowBytes, _windowPages) = (TimeProvider.System.GetTimestamp(), _writer.Position, PagesSent());

    private void EndWindow()
    {
        var seconds = TimeProvider.System.GetElapsedTime(_windowStart).TotalSeconds;
        _bandwidth = (_writer.Position - _windowBytes) / seconds;
        lock (_progressLock)
        {
            _progress = _progress with
            {
                Bandwidth = _bandwidth,
                PagesPerSecond = (PagesSent() - _windowPages) / seconds,
                ExpectedDowntime = _bandwidth > 0
                    ? TimeSpan.FromSeconds(Math.Min(_writer.GetPendingBytes(isExact: false) / _bandwidth, MigrationParameters.LongestDowntime.TotalSeconds))
                    : null,
            };
        }

        StartWindow();
    }

    private ulong PagesSent()
    {
        var ram = _writer.Ram.Progress;
        return ram.ZeroPages + ram.NormalPages;
    }

    private void OnPass(ulong number)
    {
        var dirty = _writer.Ram.Progress.DirtyPages;
        var now = TimeProvider.System.GetTimestamp();
        if (number > 1)
        {
            var seconds = TimeProvider.System.GetElapsedTime(_passStart, now).TotalSeconds;
            lock (_progressLock)
                _progress = _progress with { DirtyPagesPerSecond = seconds > 0 ? (dirty - _passDirty) / seconds : 0 };
        }

        (_passStart, _passDirty) = (now, dirty);
        PassBegun?.Invoke(number);
    }
}
