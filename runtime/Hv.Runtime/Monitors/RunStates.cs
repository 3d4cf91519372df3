namespace Hv.Runtime.Monitors;

/// <summary>The names of run states, as monitors show them.</summary>
public static class RunStates
{
    /// <summary>The name of a state.</summary>
    public static string Name(this RunState state) => state switch
    {
        RunState.Prelaunch => "prelaunch",
        RunState.Running => "running",
        RunState.Paused => "paused",
        RunState.Shutdown => "shutdown",
        RunState.Suspended => "suspended",
        RunState.GuestPanicked => "guest-panicked",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "There is no such state."),
    };
}
