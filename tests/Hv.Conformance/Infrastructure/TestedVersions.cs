using Hv.Pseries;

namespace Hv.Conformance.Infrastructure;

/// <summary>The machine versions that tests run on.</summary>
public static class TestedVersions
{
    /// <summary>All.</summary>
    public static IEnumerable<string> All => PseriesMachine.Family.Versions.Select(version => version.Name);

    /// <summary>
    /// The newest; the last with 4 KiB and 64 KiB pages alone; the first on which QEMU has dynamic DMA windows; one on which only
    /// Hv has them; one on which neither has.
    /// </summary>
    public static IEnumerable<string> Few => ["pseries-7.2", "pseries-4.1", "pseries-2.7", "pseries-2.6", "pseries-2.3"];
}
