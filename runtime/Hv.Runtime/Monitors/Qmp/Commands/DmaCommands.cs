using System.Text.Json.Nodes;
using Hv.Runtime.Dma;

namespace Hv.Runtime.Monitors.Qmp.Commands;

/// <summary>A command of ours, about the DMA windows of host bridges and other devices.</summary>
internal sealed class DmaCommands(MachineSession session)
{
    /// <summary>The name of the command.</summary>
    public const string QueryWindows = "x-query-dma-windows";

    private const int DefaultParts = 64;
    private const int MaximumParts = 1024;

    private static readonly QmpType Window = new QmpType.Record(
        new("name", QmpType.String), new("liobn", QmpType.Integer, IsOptional: true), new("default", QmpType.Boolean),
        new("enabled", QmpType.Boolean), new("bus-address", QmpType.Integer), new("size", QmpType.Integer),
        new("page-size", QmpType.Integer), new("mapped-pages", QmpType.Integer), new("occupancy", new QmpType.List(QmpType.Number)));

    /// <summary>The commands.</summary>
    public IEnumerable<QmpCommand> All =>
    [
        new(QueryWindows, Query)
        {
            Arguments = new(new QmpMember("parts", QmpType.Integer, IsOptional: true)),
            Returns = new QmpType.List(new QmpType.Record(
                new("name", QmpType.String), new("path", QmpType.String), new("windows", new QmpType.List(Window)))),
        },
    ];

    private JsonArray Query(QmpArguments arguments)
    {
        var parts = arguments.OptionalInteger("parts") ?? DefaultParts;
        if (parts is < 1 or > MaximumParts)
            throw new MonitorException($"Parameter 'parts' expects a value from 1 to {MaximumParts}, not {parts}");

        // An owner that is not realized any more has been removed while we looked.
        return
        [
            .. session.Machine.Devices.Where(device => device.IsRealized).OfType<IDmaWindowOwner>()
                .Select(owner => Describe(owner, (int)parts)),
        ];
    }

    private static JsonNode Describe(IDmaWindowOwner owner, int parts) => new JsonObject
    {
        ["name"] = owner.Dma.Name,
        ["path"] = (owner as Objects.Device)?.Path ?? "",
        ["windows"] = new JsonArray([.. owner.WindowRegions.Select(window => Describe(DmaWindowState.Of(window, parts)))]),
    };

    private static JsonNode Describe(DmaWindowState window)
    {
        var description = new JsonObject { ["name"] = window.Name };
        if (window.Number is { } number)
            description["liobn"] = number;

        description["default"] = window.IsDefault;
        description["enabled"] = window.IsEnabled;
        description["bus-address"] = window.BusAddress;
        description["size"] = window.Size;
        description["page-size"] = window.IsEnabled ? 1UL << window.PageShift : 0;
        description["mapped-pages"] = window.MappedPages;
        description["occupancy"] = new JsonArray([.. window.Occupancy.Select(share => (JsonNode)Math.Round(share, 4))]);
        return description;
    }
}
