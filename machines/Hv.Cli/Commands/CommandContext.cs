using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Hv.Cli.Output;
using Hv.Cli.Replay;

namespace Hv.Cli.Commands;

/// <summary>What the commands work with.</summary>
/// <param name="Catalog">The platforms.</param>
/// <param name="Console">Where to write to.</param>
/// <param name="DeviceTree">Answers device-tree properties of machines, or <see langword="null"/>.</param>
/// <param name="PlaceFunction">Puts recorded PCI functions on machines, or <see langword="null"/>.</param>
/// <param name="Host">Where to learn of the host from.</param>
internal sealed record CommandContext(
    PlatformCatalog Catalog, CliConsole Console, DeviceTreeSource? DeviceTree, FunctionPlacer? PlaceFunction, HostSources Host)
{
    /// <summary>Writes the document of a --json output.</summary>
    public void WriteJson<T>(T document, Func<CliJsonContext, JsonTypeInfo<T>> type) =>
        Console.WriteLine(JsonSerializer.Serialize(document, type(CliJsonContext.Indented)));
}
