namespace Hv.Runtime.Monitors;

/// <summary>Whether a machine runs, and if not, why.</summary>
public enum RunState
{
    /// <summary>Not started yet, or reset while it did not run.</summary>
    Prelaunch,

    /// <summary>It waits for a machine that comes from elsewhere.</summary>
    InMigrate,

    /// <summary>It runs.</summary>
    Running,

    /// <summary>A user stopped it.</summary>
    Paused,

    /// <summary>A debugger has it stopped: a processor came to where it wanted that.</summary>
    Debug,

    /// <summary>The guest powered itself off, and the user wants to keep the machine.</summary>
    Shutdown,

    /// <summary>The guest suspended itself.</summary>
    Suspended,

    /// <summary>The guest's operating system gave up.</summary>
    GuestPanicked,

    /// <summary>A device of the host failed: what the guest would get from it cannot be trusted.</summary>
    InternalError,

    /// <summary>It stands while the rest of it is sent elsewhere.</summary>
    FinishMigrate,

    /// <summary>It was sent elsewhere.</summary>
    PostMigrate,
}
