using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hv.Cli.Output;

/// <summary>Writes the documents of --json without reflection.</summary>
[JsonSerializable(typeof(MachineListDocument))]
[JsonSerializable(typeof(MachineDocument))]
[JsonSerializable(typeof(MachineDiffDocument))]
[JsonSerializable(typeof(DeviceListDocument))]
[JsonSerializable(typeof(DeviceDocument))]
[JsonSerializable(typeof(RtasDocument))]
[JsonSerializable(typeof(HypercallDocument))]
[JsonSerializable(typeof(IsaDocument))]
[JsonSerializable(typeof(SpecialRegistersDocument))]
[JsonSerializable(typeof(TraceEventsDocument))]
[JsonSerializable(typeof(AbiDocument))]
[JsonSerializable(typeof(AbiDiffDocument))]
[JsonSerializable(typeof(ReplayDocument))]
[JsonSerializable(typeof(WindowsDocument))]
[JsonSerializable(typeof(VfioListDocument))]
[JsonSerializable(typeof(VfioCheckDocument))]
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
internal sealed partial class CliJsonContext : JsonSerializerContext
{
    /// <summary>The context all output is written with.</summary>
    public static CliJsonContext Indented { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,

        // The output goes to a file or a pipe, never into a page: quotes and comparison signs stay readable.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
