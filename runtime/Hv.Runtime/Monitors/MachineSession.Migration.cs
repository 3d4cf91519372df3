namespace Hv.Runtime.Monitors;

/// <content>Its states while the machine goes elsewhere, or comes from there.</content>
public sealed partial class MachineSession
{
    private bool _runsAfterIncoming;

    /// <summary>Stops the machine while the rest of it is sent elsewhere.</summary>
    /// <returns>The state it was in.</returns>
    internal RunState BeginDowntime()
    {
        // What the guest has asked for already is done here: the other side does not know of it.
        ServeRequests();
        lock (_changeLock)
        {
            var before = State;
            Change(RunState.FinishMigrate);
            if (before == RunState.Running)
                Tell("STOP");

            return before;
        }
    }

    /// <summary>All was sent, or not: the machine is elsewhere now, or goes on.</summary>
    /// <param name="next">The state it is in from now on.</param>
    internal void EndDowntime(RunState next)
    {
        lock (_changeLock)
        {
            Change(next);
            if (next == RunState.Running)
                Tell("RESUME");
        }
    }

    /// <summary>The machine has come from elsewhere.</summary>
    /// <param name="runState">The state it was in there; <see langword="null"/> when that was not said.</param>
    internal void EndIncoming(string? runState)
    {
        lock (_changeLock)
        {
            var next = RunStates.AfterIncoming(runState);
            if (next == RunState.Running && !_runsAfterIncoming)
                next = RunState.Paused;

            Change(next);
            if (next == RunState.Running)
                Tell("RESUME");
        }
    }

    /// <summary>No machine has come from elsewhere: this one is as after power-on.</summary>
    internal void FailIncoming()
    {
        lock (_changeLock)
            Change(RunState.Prelaunch);
    }

    /// <summary>Waits again for a machine from elsewhere, when this one has not been started since none came.</summary>
    /// <returns>Whether it waits.</returns>
    internal bool TryReturnToIncoming()
    {
        lock (_changeLock)
        {
            if (State != RunState.Prelaunch)
                return false;

            Change(RunState.InMigrate);
            return true;
        }
    }

    private static MonitorException NotFinished() => new("Migration is not finalized yet");
}
