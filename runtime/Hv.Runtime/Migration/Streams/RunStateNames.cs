namespace Hv.Runtime.Migration.Streams;

/// <summary>The names of the states that a machine can be in, those that only QEMU's are in included.</summary>
internal static class RunStateNames
{
    /// <summary>It ran.</summary>
    public const string Running = "running";

    /// <summary>A user had stopped it.</summary>
    public const string Paused = "paused";

    /// <summary>All names.</summary>
    public static IReadOnlySet<string> All { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "debug", "inmigrate", "internal-error", "io-error", Paused, "postmigrate", "prelaunch", "finish-migrate", "restore-vm", Running,
        "save-vm", "shutdown", "suspended", "watchdog", "guest-panicked", "colo", "preconfig",
    };
}
