namespace Hv.Runtime.Monitors.Migrations;

/// <summary>How far a migration has come.</summary>
public enum MigrationStatus
{
    /// <summary>There has been none.</summary>
    None,

    /// <summary>It is being prepared: the source connects, the destination waits for it.</summary>
    Setup,

    /// <summary>The machine is sent, or read.</summary>
    Active,

    /// <summary>All of it was sent, or read.</summary>
    Completed,

    /// <summary>It has failed: the source is as it was, the destination has been reset.</summary>
    Failed,

    /// <summary>A user has cancelled it, and it is about to end.</summary>
    Cancelling,

    /// <summary>A user has cancelled it: the source is as it was, the destination has been reset.</summary>
    Cancelled,
}
