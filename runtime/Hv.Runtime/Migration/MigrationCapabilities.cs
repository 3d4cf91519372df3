namespace Hv.Runtime.Migration;

/// <summary>What the two sides of a migration can agree on, by the names that QEMU has for it.</summary>
public static class MigrationCapabilities
{
    /// <summary>Whether monitors are told of the course of migrations. The only one that there is here.</summary>
    public const string Events = "events";

    /// <summary>All names, in QEMU's order.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "xbzrle", "rdma-pin-all", "auto-converge", "zero-blocks", "compress", Events, "postcopy-ram", "x-colo", "release-ram", "block",
        "return-path", "pause-before-switchover", "multifd", "dirty-bitmaps", "postcopy-blocktime", "late-block-activate",
        "x-ignore-shared", "validate-uuid", "background-snapshot", "zero-copy-send", "postcopy-preempt",
    ];
}
