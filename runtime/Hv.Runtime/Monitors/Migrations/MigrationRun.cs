using Hv.Runtime.Migration;
using Hv.Runtime.Migration.Transports;

namespace Hv.Runtime.Monitors.Migrations;

/// <summary>One migration, on a thread of its own: of this machine to another host, or from there.</summary>
internal abstract class MigrationRun
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _cancellation = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long _start = TimeProvider.System.GetTimestamp();
    private MigrationStatus _status = MigrationStatus.Setup;
    private MigrationChannel? _channel;
    private TimeSpan _total;
    private string? _error;
    private bool _isCommitted;

    /// <summary>Makes a migration that has not begun.</summary>
    protected MigrationRun(MachineSession session) => Session = session;

    /// <summary>The machine.</summary>
    protected MachineSession Session { get; }

    /// <summary>Ends the migration when a user wants it.</summary>
    protected CancellationToken Cancellation => _cancellation.Token;

    /// <summary>Whether it goes on.</summary>
    public bool IsRunning => !_ended.Task.IsCompleted;

    /// <summary>What there is to say of it.</summary>
    public MigrationReport Report
    {
        get
        {
            lock (_lock)
            {
                return Describe(new MigrationReport(_status)
                {
                    Error = _error,
                    Total = _ended.Task.IsCompleted ? _total : TimeProvider.System.GetElapsedTime(_start),
                });
            }
        }
    }

    /// <summary>How long it has taken so far.</summary>
    protected TimeSpan Elapsed => TimeProvider.System.GetElapsedTime(_start);

    /// <summary>Begins.</summary>
    public void Start() => new Thread(Run) { IsBackground = true, Name = "migration" }.Start();

    /// <summary>Cancels it; nothing happens when it has ended.</summary>
    public void Cancel()
    {
        lock (_lock)
        {
            if (_isCommitted || _status is not (MigrationStatus.Setup or MigrationStatus.Active))
                return;

            _status = MigrationStatus.Cancelling;
        }

        Session.Migrations.TellStatus(MigrationStatus.Cancelling);
        _cancellation.Cancel();
        Abort();
    }

    /// <summary>Waits until it has ended.</summary>
    /// <returns>Whether it has.</returns>
    public bool Wait(TimeSpan patience) => _ended.Task.Wait(patience);

    /// <summary>Does it, and returns when all is done.</summary>
    protected abstract void Migrate();

    /// <summary>Puts the machine back as it was: it has failed, or was cancelled.</summary>
    protected abstract void Undo();

    /// <summary>Adds what is known of this kind of migration.</summary>
    protected virtual MigrationReport Describe(MigrationReport report) => report;

    /// <summary>Makes what waits for the other side fail.</summary>
    protected virtual void Abort() => Volatile.Read(ref _channel)?.Abort();

    /// <summary>Takes a channel that <see cref="Abort"/> aborts.</summary>
    protected void Use(MigrationChannel channel)
    {
        Volatile.Write(ref _channel, channel);

        // A cancellation from before it was there has not aborted it.
        if (Cancellation.IsCancellationRequested)
            channel.Abort();
    }

    /// <summary>The machine begins to be sent, or read.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    protected void Activate()
    {
        lock (_lock)
        {
            ThrowIfCancelled();
            _status = MigrationStatus.Active;
        }

        Session.Migrations.TellStatus(MigrationStatus.Active);
    }

    /// <summary>From here on it cannot be cancelled: all was sent, or read, and one side lets go of the machine.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled before.</exception>
    protected void Commit()
    {
        lock (_lock)
        {
            ThrowIfCancelled();
            _isCommitted = true;
        }
    }

    private void ThrowIfCancelled()
    {
        if (_status == MigrationStatus.Cancelling)
            throw new OperationCanceledException();
    }

    private void Run()
    {
        try
        {
            Migrate();
            End(MigrationStatus.Completed);
        }
        catch (Exception exception)
        {
            Fail(exception);
        }
        finally
        {
            _channel?.Dispose();
        }
    }

    private void Fail(Exception exception)
    {
        try
        {
            Undo();
        }
        catch (Exception defect)
        {
            Session.Machine.OnHandlerFailed(defect);
        }

        if (Report.Status == MigrationStatus.Cancelling)
        {
            End(MigrationStatus.Cancelled);
            return;
        }

        if (exception is not (StateException or IOException or MigrationAddressException or ObjectDisposedException))
            Session.Machine.OnHandlerFailed(exception);

        var error = StateText.Line(exception.Message);
        lock (_lock)
            _error = error;

        Session.Migrations.OnFailed(error);
        End(MigrationStatus.Failed);
    }

    private void End(MigrationStatus status)
    {
        lock (_lock)
        {
            _total = Elapsed;
            _status = status;
        }

        Session.Migrations.TellStatus(status);
        _ended.SetResult();
    }
}
