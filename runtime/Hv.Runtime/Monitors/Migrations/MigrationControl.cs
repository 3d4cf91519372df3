using System.Text.Json.Nodes;
using Hv.Runtime.Migration;
using Hv.Runtime.Migration.Streams;
using Hv.Runtime.Migration.Transports;

namespace Hv.Runtime.Monitors.Migrations;

/// <summary>The migrations of a machine that is run: one at a time, each on a thread of its own.</summary>
public sealed class MigrationControl
{
    private readonly MachineSession _session;
    private readonly Lock _lock = new();
    private MigrationRun? _outgoing;
    private MigrationRun? _incoming;
    private MigrationParameters _parameters = MigrationParameters.Default;
    private bool _isClosed;

    internal MigrationControl(MachineSession session) => _session = session;

    /// <summary>How fast a machine is sent, and how long it may stand for it. A change has its effect at once.</summary>
    public MigrationParameters Parameters
    {
        get => Volatile.Read(ref _parameters);
        set => Volatile.Write(ref _parameters, value);
    }

    /// <summary>Whether monitors are told of the course of migrations (the capability <c>events</c>).</summary>
    public bool HasEvents { get; set; }

    /// <summary>Whether a machine is sent or read: then no device is added or removed.</summary>
    public bool IsMoving
    {
        get
        {
            lock (_lock)
                return _outgoing?.IsRunning == true || _incoming is { IsRunning: true, Report.Status: not MigrationStatus.Setup };
        }
    }

    /// <summary>What there is to say of the last one, or of the one that goes on.</summary>
    public MigrationReport Report
    {
        get
        {
            lock (_lock)
                return (_outgoing ?? _incoming)?.Report ?? MigrationReport.None;
        }
    }

    /// <summary>A migration has failed; one line says why. Raised on its thread.</summary>
    public event Action<string>? Failed;

    /// <summary>Begins to send the machine.</summary>
    /// <param name="uri">Where to: one of <see cref="MigrationAddress.Forms"/>.</param>
    /// <exception cref="MonitorException">It cannot be sent now, or there is no such address.</exception>
    public void Start(string uri)
    {
        lock (_lock)
        {
            ThrowIfRunning();
            switch (_session.State)
            {
                case RunState.InMigrate:
                    throw new MonitorException("Guest is waiting for an incoming migration");
                case RunState.PostMigrate:
                    throw new MonitorException("Can't migrate the vm that was paused due to previous migration");
            }

            Check();
            _outgoing = Begin(new OutgoingMigration(_session, Parse(uri, "Parameter 'uri' expects a valid migration protocol: ")));
        }
    }

    /// <summary>
    /// Begins to save the machine to a file. It stands until that is done, and goes on then as it was. The file takes the place of one
    /// that was there when all is written.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <exception cref="MonitorException">It cannot be saved now.</exception>
    public void SaveSnapshot(string path)
    {
        lock (_lock)
        {
            ThrowIfRunning();
            if (_session.State == RunState.InMigrate)
                throw new MonitorException("Guest is waiting for an incoming migration");

            Check();
            _outgoing = Begin(new OutgoingMigration(_session, new SnapshotAddress(path), isSnapshot: true));
        }
    }

    /// <summary>Waits for a source, and takes over its machine.</summary>
    /// <param name="uri">Where: one of <see cref="MigrationAddress.Forms"/>.</param>
    /// <exception cref="MonitorException">The machine does not wait for one, or nobody can come from there.</exception>
    public void Listen(string uri)
    {
        lock (_lock)
        {
            if (!_session.Options.IsIncoming)
                throw new MonitorException("'-incoming' was not specified on the command line");

            // One that has failed has left the machine as after power-on: it can be tried again while that has not been started.
            var isAgain = _incoming is { IsRunning: false, Report.Status: MigrationStatus.Failed or MigrationStatus.Cancelled };
            if (_incoming is not null && !(isAgain && _session.TryReturnToIncoming()))
                throw new MonitorException("The incoming migration has already been started");

            try
            {
                _incoming = Begin(new IncomingMigration(_session, Parse(uri, "").Listen()));
            }
            catch (MigrationAddressException exception)
            {
                throw new MonitorException(exception.Message, exception);
            }
        }
    }

    /// <summary>Cancels the migration that goes on; nothing happens when none does.</summary>
    public void Cancel()
    {
        MigrationRun? run;
        lock (_lock)
            run = _outgoing is { IsRunning: true } ? _outgoing : _incoming;

        run?.Cancel();
    }

    /// <summary>Waits until none goes on.</summary>
    /// <returns>Whether none does.</returns>
    public bool Wait(TimeSpan patience)
    {
        MigrationRun? outgoing, incoming;
        lock (_lock)
            (outgoing, incoming) = (_outgoing, _incoming);

        return outgoing?.Wait(patience) != false && incoming?.Wait(patience) != false;
    }

    /// <summary>Lets no migration begin any more, and ends the one that goes on: the program is about to end.</summary>
    /// <returns>Whether none goes on, so that the machine's memory can go.</returns>
    public bool Close()
    {
        lock (_lock)
            _isClosed = true;

        Cancel();
        return Wait(ConnectionGate.Patience);
    }

    internal void TellStatus(MigrationStatus status)
    {
        if (HasEvents)
            _session.Tell("MIGRATION", new JsonObject { ["status"] = status.Name() });
    }

    internal void TellPass(ulong number)
    {
        if (HasEvents)
            _session.Tell("MIGRATION_PASS", new JsonObject { ["pass"] = number });
    }

    internal void OnFailed(string error) => Failed?.Invoke(error);

    private static MigrationAddress Parse(string uri, string prefix)
    {
        try
        {
            return MigrationAddress.Parse(uri);
        }
        catch (MigrationAddressException exception)
        {
            throw new MonitorException(prefix + exception.Message, exception);
        }
    }

    private MigrationRun Begin(MigrationRun run)
    {
        if (_isClosed)
            throw new MonitorException("The program is about to end");

        TellStatus(MigrationStatus.Setup);
        run.Start();
        return run;
    }

    private void ThrowIfRunning()
    {
        if (_outgoing is { IsRunning: true } || _incoming is { IsRunning: true })
            throw new MonitorException("There's a migration process in progress");
    }

    private void Check()
    {
        try
        {
            MigrationStream.Check(_session.Machine);
        }
        catch (StateException exception)
        {
            throw new MonitorException(exception.Message, exception);
        }
    }
}
