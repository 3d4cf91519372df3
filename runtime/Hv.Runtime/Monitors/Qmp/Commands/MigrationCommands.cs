using System.Text.Json;
using System.Text.Json.Nodes;
using Hv.Runtime.Migration;
using Hv.Runtime.Migration.Ram;
using Hv.Runtime.Migration.Transports;
using Hv.Runtime.Monitors.Migrations;

namespace Hv.Runtime.Monitors.Qmp.Commands;

/// <summary>Commands about migration.</summary>
internal sealed class MigrationCommands(MachineSession session)
{
    private static readonly QmpType.Enumeration CapabilityNames = new([.. MigrationCapabilities.Names]);

    private static readonly QmpType Capabilities = new QmpType.List(
        new QmpType.Record(new("capability", CapabilityNames), new("state", QmpType.Boolean)));

    private static readonly QmpType.Record Parameters = new(
        [.. MigrationParameterTable.Describe(Migration.Streams.MigrationParameters.Default).Select(parameter =>
            new QmpMember(parameter.Key, TypeOf(parameter.Value!), IsOptional: true))]);

    private static readonly QmpType.Record Ram = new(
        [.. DescribeRam(new MigrationReport(MigrationStatus.None)).Select(member =>
            new QmpMember(member.Key, member.Key == "mbps" ? QmpType.Number : QmpType.Integer))]);

    private static readonly QmpType.Record Report = new(
        new QmpMember("status", new QmpType.Enumeration([.. MigrationStatuses.Names]), IsOptional: true),
        new QmpMember("ram", Ram, IsOptional: true),
        new QmpMember("total-time", QmpType.Integer, IsOptional: true),
        new QmpMember("expected-downtime", QmpType.Integer, IsOptional: true),
        new QmpMember("downtime", QmpType.Integer, IsOptional: true),
        new QmpMember("setup-time", QmpType.Integer, IsOptional: true),
        new QmpMember("error-desc", QmpType.String, IsOptional: true),
        new QmpMember("socket-address", new QmpType.List(QmpType.Any), IsOptional: true));

    /// <summary>The commands.</summary>
    public IEnumerable<QmpCommand> All =>
    [
        new("migrate", Migrate)
        {
            Arguments = new(
                new("uri", QmpType.String),
                new("blk", QmpType.Boolean, IsOptional: true),
                new("inc", QmpType.Boolean, IsOptional: true),
                new("detach", QmpType.Boolean, IsOptional: true),
                new("resume", QmpType.Boolean, IsOptional: true)),
        },
        new("x-snapshot-save", arguments => Do(() => session.Migrations.SaveSnapshot(arguments.String("filename"))))
        {
            Arguments = new(new QmpMember("filename", QmpType.String)),
        },
        new("migrate_cancel", _ => Do(session.Migrations.Cancel)),
        new("migrate-incoming", arguments => Do(() => session.Migrations.Listen(arguments.String("uri"))))
        {
            Arguments = new(new QmpMember("uri", QmpType.String)),
        },
        new("query-migrate", _ => Describe(session.Migrations.Report)) { Returns = Report },
        new("migrate-set-parameters", arguments => Do(() => session.Migrations.Parameters =
            MigrationParameterTable.Change(session.Migrations.Parameters, arguments.All)))
        {
            Arguments = Parameters,
        },
        new("query-migrate-parameters", _ => MigrationParameterTable.Describe(session.Migrations.Parameters)) { Returns = Parameters },
        new("migrate-set-capabilities", SetCapabilities) { Arguments = new(new QmpMember("capabilities", Capabilities)) },
        new("query-migrate-capabilities", _ => JsonValues.Array(MigrationCapabilities.Names.Select(name => new JsonObject
        {
            ["state"] = name == MigrationCapabilities.Events && session.Migrations.HasEvents,
            ["capability"] = name,
        })))
        {
            Returns = Capabilities,
        },
        new("migrate-pause", _ => throw new MonitorException("migrate-pause is currently only supported during postcopy-active state"))
        {
            AllowsOutOfBand = true,
        },
    ];

    /// <summary>Switches a capability.</summary>
    /// <exception cref="MonitorException">It is not there.</exception>
    public static void SetCapability(MigrationControl migrations, string name, bool isOn)
    {
        if (name == MigrationCapabilities.Events)
            migrations.HasEvents = isOn;
        else if (isOn)
            throw new MonitorException($"Capability '{name}' is not there; only '{MigrationCapabilities.Events}' is");
    }

    private static QmpType TypeOf(JsonNode value) => value.GetValueKind() switch
    {
        JsonValueKind.True or JsonValueKind.False => QmpType.Boolean,
        JsonValueKind.String => QmpType.String,
        _ => QmpType.Integer,
    };

    private static JsonNode? Do(Action action)
    {
        action();
        return null;
    }

    private static JsonObject Describe(MigrationReport report)
    {
        var answer = new JsonObject();
        if (report.Address is { } address)
            answer["socket-address"] = new JsonArray(DescribeAddress(address));

        // As QEMU does: who waits for a source has no status yet.
        if (report.Status == MigrationStatus.None || (report.IsIncoming && report.Status == MigrationStatus.Setup))
            return answer;

        answer["status"] = report.Status.Name();
        if (report.Error is not null)
            answer["error-desc"] = report.Error;

        if (report.IsIncoming || report.Status is not (MigrationStatus.Active or MigrationStatus.Cancelling or MigrationStatus.Completed))
            return answer;

        answer["total-time"] = Milliseconds(report.Total);
        answer["setup-time"] = Milliseconds(report.Setup ?? TimeSpan.Zero);
        if (report.Downtime is { } downtime)
            answer["downtime"] = Milliseconds(downtime);
        else
            answer["expected-downtime"] = Milliseconds(report.Progress.ExpectedDowntime ?? report.DowntimeLimit);

        answer["ram"] = DescribeRam(report);
        return answer;
    }

    private static JsonObject DescribeAddress(ListeningAddress address) => address.Path is { } path
        ? new JsonObject { ["type"] = "unix", ["path"] = path }
        : new JsonObject { ["type"] = "inet", ["host"] = address.Host, ["port"] = $"{address.Port}" };

    private static JsonObject DescribeRam(MigrationReport report)
    {
        var (progress, ram) = (report.Progress, report.Progress.Ram);
        return new JsonObject
        {
            ["transferred"] = progress.Transferred,
            ["remaining"] = ram.Remaining,
            ["total"] = ram.Total,
            ["duplicate"] = ram.ZeroPages,
            ["skipped"] = 0,
            ["normal"] = ram.NormalPages,
            ["normal-bytes"] = ram.NormalPages * RamState.PageSize,
            ["dirty-pages-rate"] = (long)progress.DirtyPagesPerSecond,
            ["mbps"] = Math.Round(report.MegabitsPerSecond, 3),
            ["dirty-sync-count"] = ram.Passes,
            ["postcopy-requests"] = 0,
            ["page-size"] = RamState.PageSize,
            ["multifd-bytes"] = 0,
            ["pages-per-second"] = (long)progress.PagesPerSecond,
            ["precopy-bytes"] = progress.Transferred - progress.TransferredInDowntime,
            ["downtime-bytes"] = progress.TransferredInDowntime,
            ["postcopy-bytes"] = 0,
            ["dirty-sync-missed-zero-copy"] = 0,
        };
    }

    private static long Milliseconds(TimeSpan time) => (long)time.TotalMilliseconds;

    private JsonNode? Migrate(QmpArguments arguments)
    {
        // There are no disks whose content would go along (blk, inc); the command never waits for the end (detach).
        if (arguments.Switch("resume"))
            throw new MonitorException("Cannot resume if there is no paused migration");

        session.Migrations.Start(arguments.String("uri"));
        return null;
    }

    private JsonNode? SetCapabilities(QmpArguments arguments)
    {
        if (session.Migrations.IsMoving)
            throw new MonitorException("There's a migration process in progress");

        foreach (var entry in arguments.Value("capabilities")!.AsArray())
            SetCapability(session.Migrations, entry!["capability"]!.GetValue<string>(), entry["state"]!.GetValue<bool>());

        return null;
    }
}
