using System.Text.Json.Nodes;
using Hv.Runtime.Machines;
using Hv.Runtime.Monitors.Migrations;
using Hv.Runtime.Objects;

namespace Hv.Runtime.Monitors;

/// <summary>
/// A machine that is run: whether it runs, what happens when its guest asks for a reset or to be powered off, and whom to tell.
/// Monitors, signals and the guest all act on the machine through it.
/// </summary>
/// <remarks>
/// Requests of the guest come while a processor is in a call; they are queued, and <see cref="WaitForEnd"/> serves them.
/// </remarks>
public sealed partial class MachineSession : IDisposable
{
    private readonly Lock _stateLock = new();
    private readonly Lock _changeLock = new();
    private readonly object _wakeUp = new();
    private readonly Queue<Action> _requests = [];
    private bool _isResetRequested;
    private bool _isShutdownRequested;
    private bool _isPanicRequested;
    private bool _isFailureRequested;
    private bool _isSuspendRequested;
    private bool _isDebugRequested;
    private RunState _state = RunState.Prelaunch;
    private int? _exitCode;

    /// <summary>Runs a machine that is realized; it does not run until <see cref="Continue"/>.</summary>
    public MachineSession(Machine machine, MachineCatalog catalog, SessionOptions? options = null)
    {
        Machine = machine;
        Catalog = catalog;
        Options = options ?? new SessionOptions();
        Migrations = new MigrationControl(this);
        if (Options.IsIncoming)
            _state = RunState.InMigrate;

        Tree = new ObjectTree(machine, () => machine.Options.CharacterDevices.All.Select(device => (device.Id, $"chardev-{device.Kind}")));
        machine.Pause();
        machine.EventRaised += OnMachineEvent;
        machine.DeviceRemoved += OnDeviceRemoved;
    }

    /// <summary>The machine.</summary>
    public Machine Machine { get; }

    /// <summary>The machines and device types that there are.</summary>
    public MachineCatalog Catalog { get; }

    /// <summary>How the machine is run.</summary>
    public SessionOptions Options { get; }

    /// <summary>The objects of the machine.</summary>
    public ObjectTree Tree { get; }

    /// <summary>Its migrations.</summary>
    public MigrationControl Migrations { get; }

    /// <summary>Whether the machine runs, and if not, why.</summary>
    public RunState State
    {
        get
        {
            lock (_stateLock)
                return _state;
        }
    }

    /// <summary>Whether the program is about to end.</summary>
    public bool HasEnded
    {
        get
        {
            lock (_wakeUp)
                return _exitCode is not null;
        }
    }

    /// <summary>Something happened that monitors are told of. Raised on the thread that caused it, which must not be held up.</summary>
    public event Action<MonitorEvent>? EventRaised;

    /// <summary>Stops the machine; nothing happens when it does not run. One that comes from elsewhere will not run when it is there.</summary>
    public void Stop()
    {
        lock (_changeLock)
        {
            if (State == RunState.InMigrate)
                _runsAfterIncoming = false;
            else
                Stop(RunState.Paused);
        }
    }

    /// <summary>
    /// Has the machine stopped for a debugger, soon: a processor came to where it wants that, whose thread this may be called on.
    /// </summary>
    public void RequestDebugStop() => Request(ref _isDebugRequested, () =>
    {
        lock (_wakeUp)
            _isDebugRequested = false;

        Stop(RunState.Debug);
    });

    /// <summary>Lets the machine run; nothing happens when it does. One that comes from elsewhere will run when it is there.</summary>
    /// <exception cref="MonitorException">The guest has ended, and the machine must be reset first; or it is about to be elsewhere.</exception>
    public void Continue()
    {
        lock (_changeLock)
        {
            switch (State)
            {
                case RunState.Running:
                    return;
                case RunState.Shutdown or RunState.GuestPanicked or RunState.InternalError:
                    throw new MonitorException("Resetting the Virtual Machine is required");
                case RunState.Suspended:
                    return;
                case RunState.FinishMigrate:
                    throw NotFinished();
                case RunState.InMigrate:
                    _runsAfterIncoming = true;
                    return;
                default:
                    Change(RunState.Running);
                    Tell("RESUME");
                    return;
            }
        }
    }

    /// <summary>Looks at the machine while no processor executes; one that runs goes on afterwards, and nobody is told.</summary>
    public T WhileStill<T>(Func<T> look)
    {
        lock (_changeLock)
        {
            var runs = State == RunState.Running;
            if (runs)
                Machine.Pause();

            try
            {
                return look();
            }
            finally
            {
                if (runs)
                    Machine.Resume();
            }
        }
    }

    /// <summary>Resets the machine, or ends the program where the user wants that instead.</summary>
    /// <param name="reason">Who asks for it, as the event tells: <c>host-qmp-system-reset</c>.</param>
    /// <param name="byGuest">Whether it is the guest.</param>
    /// <exception cref="MonitorException">The machine is about to be elsewhere.</exception>
    public void Reset(string reason, bool byGuest = false)
    {
        if (Options.EndsOnReset)
        {
            Shutdown(reason, byGuest);
            return;
        }

        lock (_changeLock)
        {
            switch (State)
            {
                case RunState.FinishMigrate when !byGuest:
                    throw NotFinished();
                case RunState.InMigrate:
                    // It is reset when it comes.
                    break;
                case RunState.Running:
                    Machine.Pause();
                    Machine.Reset();
                    Machine.Resume();
                    break;
                case RunState.FinishMigrate:
                    Machine.Reset();
                    break;
                default:
                    Machine.Reset();
                    Change(RunState.Prelaunch);
                    break;
            }

            Tell("RESET", Cause(byGuest, reason));
        }
    }

    /// <summary>Asks the guest to shut down.</summary>
    public void PowerDown()
    {
        Machine.RequestShutdown();
        Tell("POWERDOWN");
    }

    /// <summary>Ends a suspension of the guest.</summary>
    /// <exception cref="MonitorException">The guest is not suspended.</exception>
    public void WakeUp()
    {
        lock (_changeLock)
        {
            if (State != RunState.Suspended)
                throw new MonitorException("Unable to wake up: guest is not in suspended state");

            Change(RunState.Running);
            Tell("WAKEUP");
        }
    }

    /// <summary>Ends the program, with success.</summary>
    /// <param name="reason">Who asks for it, as the event tells: <c>host-qmp-quit</c>, <c>host-signal</c>.</param>
    public void Quit(string reason)
    {
        Tell("SHUTDOWN", Cause(byGuest: false, reason));
        End(exitCode: 0);
    }

    /// <summary>Ends the program, with failure.</summary>
    public void Fail() => End(exitCode: 1);

    /// <summary>Serves what the guest asks for until the program is to end.</summary>
    /// <returns>The exit code of the program.</returns>
    public int WaitForEnd()
    {
        while (true)
        {
            Action request;
            lock (_wakeUp)
            {
                while (_requests.Count == 0 && _exitCode is null)
                    Monitor.Wait(_wakeUp);

                if (_exitCode is { } exitCode)
                    return exitCode;

                request = _requests.Dequeue();
            }

            request();
        }
    }

    /// <summary>Serves what the guest has asked for so far, and returns.</summary>
    public void ServeRequests()
    {
        while (true)
        {
            Action? request;
            lock (_wakeUp)
            {
                if (!_requests.TryDequeue(out request))
                    return;
            }

            request();
        }
    }

    /// <summary>Tells monitors of something.</summary>
    public void Tell(string name, JsonObject? data = null) => EventRaised?.Invoke(new MonitorEvent(name, data, DateTimeOffset.UtcNow));

    /// <summary>Gives the machine's events free; the machine itself stays.</summary>
    public void Dispose()
    {
        Machine.EventRaised -= OnMachineEvent;
        Machine.DeviceRemoved -= OnDeviceRemoved;
    }

    private static JsonObject Cause(bool byGuest, string reason) => new() { ["guest"] = byGuest, ["reason"] = reason };

    private void Stop(RunState state)
    {
        lock (_changeLock)
        {
            if (State != RunState.Running)
                return;

            Change(state);
            Tell("STOP");
        }
    }

    private void Shutdown(string reason, bool byGuest)
    {
        Tell("SHUTDOWN", Cause(byGuest, reason));
        if (Options.PausesOnShutdown)
            Stop(RunState.Shutdown);
        else
            End(exitCode: 0);
    }

    private void OnMachineEvent(MachineEvent machineEvent)
    {
        switch (machineEvent)
        {
            case MachineEvent.ResetRequested:
                Request(ref _isResetRequested, () =>
                {
                    _isResetRequested = false;
                    Reset("guest-reset", byGuest: true);
                });
                break;
            case MachineEvent.PowerOffRequested:
                Request(ref _isShutdownRequested, () =>
                {
                    _isShutdownRequested = false;
                    Shutdown("guest-shutdown", byGuest: true);
                });
                break;
            case MachineEvent.SuspendRequested:
                Request(ref _isSuspendRequested, () =>
                {
                    _isSuspendRequested = false;
                    Suspend();
                });
                break;
            case MachineEvent.Panicked:
                Panic();
                break;
            case MachineEvent.DeviceFailed:
                Request(ref _isFailureRequested, () =>
                {
                    _isFailureRequested = false;
                    Stop(RunState.InternalError);
                });
                break;
            case MachineEvent.RtcChanged changed:
                Tell("RTC_CHANGE", new JsonObject
                {
                    ["offset"] = (long)Math.Ceiling(changed.Offset.TotalSeconds),
                    ["qom-path"] = Machine.Devices.FirstOrDefault(device => device.Path == "/machine/rtc")?.Path ?? "/machine",
                });
                break;
            default:
                // Monitors have no event for it.
                break;
        }
    }

    private void Suspend()
    {
        if (State == RunState.Running)
        {
            Change(RunState.Suspended);
            Tell("SUSPEND");
        }
    }

    private void Panic()
    {
        Tell("GUEST_PANICKED", new JsonObject
        {
            ["action"] = Options.OnPanic switch
            {
                PanicAction.Pause => "pause",
                PanicAction.None => "run",
                _ => "poweroff",
            },
        });

        if (Options.OnPanic == PanicAction.None)
            return;

        Request(ref _isPanicRequested, () =>
        {
            _isPanicRequested = false;
            Stop(RunState.GuestPanicked);
            if (Options.OnPanic == PanicAction.Pause)
                return;

            Tell("SHUTDOWN", Cause(byGuest: true, "guest-panic"));
            End(Options.OnPanic == PanicAction.ExitFailure ? 1 : 0);
        });
    }

    private void OnDeviceRemoved(Device device)
    {
        var data = new JsonObject { ["path"] = device.Path };
        if (device.Id.Length > 0)
            data.Insert(0, "device", device.Id);

        Tell("DEVICE_DELETED", data);
    }

    /// <summary>Queues a request of the guest, once: a guest that repeats it before it is served has said nothing new.</summary>
    private void Request(ref bool isRequested, Action request)
    {
        lock (_wakeUp)
        {
            if (isRequested)
                return;

            isRequested = true;
            _requests.Enqueue(request);
            Monitor.PulseAll(_wakeUp);
        }
    }

    private void End(int exitCode)
    {
        lock (_wakeUp)
        {
            _exitCode ??= exitCode;
            Monitor.PulseAll(_wakeUp);
        }
    }

    private void Change(RunState state)
    {
        lock (_stateLock)
            _state = state;

        if (state == RunState.Running)
            Machine.Resume();
        else
            Machine.Pause();
    }
}
