using System.Text.Json.Nodes;
using Hv.Runtime.Block;

namespace Hv.Runtime.Monitors.Qmp.Commands;

/// <summary>Commands about block devices.</summary>
internal sealed class BlockCommands(MachineSession session)
{
    private static readonly QmpType Cache = new QmpType.Record(
        new("writeback", QmpType.Boolean), new("direct", QmpType.Boolean), new("no-flush", QmpType.Boolean));

    private static readonly QmpType Image = new QmpType.Record(
        new("filename", QmpType.String), new("format", QmpType.String), new("virtual-size", QmpType.Integer));

    private static readonly QmpType Inserted = new QmpType.Record(
        new("file", QmpType.String), new("drv", QmpType.String), new("ro", QmpType.Boolean), new("cache", Cache), new("image", Image));

    /// <summary>The commands.</summary>
    public IEnumerable<QmpCommand> All =>
    [
        new("query-block", _ => new JsonArray([.. session.Machine.Options.BlockDevices.All.Select(Describe)]))
        {
            Returns = new QmpType.List(new QmpType.Record(
                new("device", QmpType.String), new("type", QmpType.String), new("removable", QmpType.Boolean), new("locked", QmpType.Boolean),
                new("inserted", Inserted))),
        },
    ];

    private static JsonNode Describe(BlockDevice device) => new JsonObject
    {
        ["device"] = device.Id,
        ["type"] = "unknown",
        ["removable"] = false,
        ["locked"] = false,
        ["inserted"] = new JsonObject
        {
            ["file"] = device.FileName,
            ["drv"] = device.Format,
            ["ro"] = device.IsReadOnly,
            ["cache"] = new JsonObject
            {
                ["writeback"] = device.HasWriteCache,
                ["direct"] = false,
                ["no-flush"] = device.Caching == BlockCaching.Unsafe,
            },
            ["image"] = new JsonObject { ["filename"] = device.FileName, ["format"] = device.Format, ["virtual-size"] = device.Length },
        },
    };
}
