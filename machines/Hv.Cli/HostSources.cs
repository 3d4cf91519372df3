using Hv.Vfio.Kernel;

namespace Hv.Cli;

/// <summary>Where the commands learn of the host from.</summary>
/// <param name="Kernel">
/// The kernel of the host. Throws <see cref="PlatformNotSupportedException"/> where it is none that passes devices through.
/// </param>
/// <param name="PciNames">Files with the names of PCI vendors and devices, in the format of pci.ids; the first that is there counts.</param>
internal sealed record HostSources(Func<IHostKernel> Kernel, IReadOnlyList<string> PciNames)
{
    /// <summary>Those of this host.</summary>
    public static HostSources Own { get; } = new(() => new LinuxKernel(), ["/usr/share/misc/pci.ids", "/usr/share/hwdata/pci.ids"]);
}
