namespace Hv.Runtime.Monitors.Migrations;

/// <summary>The names of <see cref="MigrationStatus"/>, as monitors show them.</summary>
internal static class MigrationStatuses
{
    /// <summary>All names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Enum.GetValues<MigrationStatus>().Select(Name)];

    /// <summary>The name of a status.</summary>
    public static string Name(this MigrationStatus status) => status switch
    {
        MigrationStatus.None => "none",
        MigrationStatus.Setup => "setup",
        MigrationStatus.Active => "active",
        MigrationStatus.Completed => "completed",
        MigrationStatus.Failed => "failed",
        MigrationStatus.Cancelling => "cancelling",
        MigrationStatus.Cancelled => "cancelled",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "There is no such status."),
    };
}
