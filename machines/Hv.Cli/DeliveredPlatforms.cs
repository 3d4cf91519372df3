using Hv.Cli.Output;
using Hv.Cli.Run;
using Hv.Pseries;

namespace Hv.Cli;

/// <summary>The platforms and devices that the program is delivered with.</summary>
internal static class DeliveredPlatforms
{
    /// <summary>Their machines and device types.</summary>
    public static PlatformCatalog Catalog { get; } =
        new(
            MachineCatalog.Families,
            [.. Runtime.DeviceCatalog.All, .. DeviceCatalog.All, .. Devices.DeviceCatalog.All, .. Vfio.DeviceCatalog.All],
            GuestAbi.Find);

    /// <summary>The program on them.</summary>
    public static HvApplication Application(CliConsole console) =>
        new(Catalog, console, PseriesDeviceTree.Find, PseriesFunctions.Place, PseriesDetails.Describe);
}
