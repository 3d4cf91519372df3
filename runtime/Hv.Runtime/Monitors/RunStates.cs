namespace Hv.Runtime.Monitors;

/// <summary>The names of run states, as monitors show them.</summary>
public static class RunStates
{
    /// <summary>The name of a state.</summary>
    public static string Name(this RunState state) => state switch
    {
        RunState.Prelaunch => "prelaunch",
        RunState.InMigrate => "inmigrate",
        RunState.Running => "running",
        RunState.Paused => "paused",
        RunState.Debug => "debug",
        RunState.Shutdown => "shutdown",
        RunState.Suspended => "suspended",
        RunState.GuestPanicked => "guest-panicked",
        RunState.InternalError => "internal-error",
        RunState.FinishMigrate => "finish-migrate",
        RunState.PostMigrate => "postmigrate",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "There is no such state."),
    };

    /// <summary>
    /// The state that a machine is in after it was taken over from elsewhere in a state of this name. Those that are none of ours, or
    /// that end with the migration, are a pause.
    /// </summary>
    /// <param name="name">The name; <see langword="null"/> when it was not said: then it ran.</param>
    internal static RunState AfterIncoming(string? name) => name switch
    {
        null or "running" => RunState.Running,
        "prelaunch" => RunState.Prelaunch,
        "shutdown" => RunState.Shutdown,
        "suspended" => RunState.Suspended,
        "guest-panicked" => RunState.GuestPanicked,
        "internal-error" => RunState.InternalError,
        "postmigrate" => RunState.PostMigrate,
        _ => RunState.Paused,
    };
}
