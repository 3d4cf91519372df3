using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Hv.Runtime.Declarations;
using Hv.Runtime.Migration;
using Hv.Runtime.Migration.Ram;
using Hv.Runtime.Monitors.Migrations;
using Hv.Runtime.Objects;

namespace Hv.Runtime.Monitors.Human.Commands;

/// <summary>Commands about migration.</summary>
/// <param name="session">The machine.</param>
/// <param name="canWait">Whether a command may hold the monitor up until it is done; else it goes on without it.</param>
internal sealed class MigrationCommands(MachineSession session, bool canWait)
{
    private static readonly PropertyCodec<ulong> Size = PropertyCodec.Integer<ulong>(0, ulong.MaxValue, PropertyFormat.Size);

    /// <summary>The commands.</summary>
    public IEnumerable<HumanCommand> All =>
    [
        new("migrate", "[-d] [-b] [-i] [-r] uri", "migrate to URI (using -d to not wait for completion)", Migrate),
        new("migrate_cancel", "cancel the current VM migration", () => Do(session.Migrations.Cancel)),
        new("migrate_incoming", "uri", "Continue an incoming migration from an -incoming defer",
            arguments => Do(() => session.Migrations.Listen(arguments.Required(0, "uri")))),
        new("migrate_set_parameter", "parameter value", "Set the parameter for migration", SetParameter),
        new("migrate_set_capability", "capability state", "Enable/Disable the usage of a capability for migration", SetCapability),
    ];

    /// <summary>The subcommands of info.</summary>
    public IEnumerable<HumanCommand> Info =>
    [
        new("migrate", "show migration status", Show),
        new("migrate_parameters", "show current migration parameters", () => MigrationParameterTable.Show(session.Migrations.Parameters)),
        new("migrate_capabilities", "show current migration capabilities", () => string.Concat(MigrationCapabilities.Names.Select(name =>
            $"{name}: {(name == MigrationCapabilities.Events && session.Migrations.HasEvents ? "on" : "off")}\n"))),
    ];

    private static string Do(Action action)
    {
        action();
        return "";
    }

    private string Migrate(HumanArguments arguments)
    {
        var (index, isDetached) = (0, false);
        for (; arguments.Optional(index) is ['-', var flag]; index++)
        {
            switch (flag)
            {
                case 'd':
                    isDetached = true;
                    break;
                case 'b' or 'i':
                    // There are no disks whose content would go along.
                    break;
                case 'r':
                    throw new MonitorException("Cannot resume if there is no paused migration");
                default:
                    throw new MonitorException($"migrate: unsupported option -{flag}");
            }
        }

        session.Migrations.Start(arguments.Required(index, "uri"));
        if (isDetached)
            return "";

        if (!canWait)
            return "terminal does not allow synchronous migration, continuing detached\n";

        session.Migrations.Wait(Timeout.InfiniteTimeSpan);
        return session.Migrations.Report.Error is { } error ? $"Error: {error}\n" : "";
    }

    private string SetParameter(HumanArguments arguments)
    {
        var (name, value) = (arguments.Required(0, "string"), arguments.Required(1, "string"));
        var parameters = session.Migrations.Parameters;
        if (!MigrationParameterTable.Describe(parameters).TryGetPropertyValue(name, out var known))
            throw new MonitorException($"invalid parameter value: {name}");

        session.Migrations.Parameters = MigrationParameterTable.Change(parameters, [new(name, Value(name, known!, value))]);
        return "";
    }

    private static JsonNode Value(string name, JsonNode known, string text)
    {
        switch (known.GetValueKind())
        {
            case System.Text.Json.JsonValueKind.String:
                return text;
            case System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False:
                return text switch
                {
                    "on" => true,
                    "off" => false,
                    _ => throw new MonitorException($"Parameter '{name}' expects 'on' or 'off'"),
                };
            default:
                // Sizes are MiB unless they say something else.
                var isSize = name is MigrationParameterTable.MaximumBandwidth or "xbzrle-cache-size" or "max-postcopy-bandwidth";
                if (!isSize)
                {
                    return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                        ? number
                        : throw new MonitorException($"Parameter '{name}' expects an integer");
                }

                return Size.TryParse(text.All(char.IsAsciiDigit) ? text + "M" : text, out var size) && !text.StartsWith('-') && size <= long.MaxValue
                    ? (long)size
                    : throw new MonitorException($"Invalid size {text}");
        }
    }

    private string SetCapability(HumanArguments arguments)
    {
        var (name, state) = (arguments.Required(0, "string"), arguments.Required(1, "string"));
        if (!MigrationCapabilities.Names.Contains(name))
            throw new MonitorException($"Parameter 'capability' does not accept value '{name}'");

        Qmp.Commands.MigrationCommands.SetCapability(session.Migrations, name, state switch
        {
            "on" => true,
            "off" => false,
            _ => throw new MonitorException("Parameter 'state' expects 'on' or 'off'"),
        });
        return "";
    }

    private string Show()
    {
        var format = session.Machine.MigrationFormat;
        var text = new StringBuilder("globals:\n");
        Switch("store-global-state", format.HasGlobalState);
        Switch("send-configuration", format.HasConfiguration);
        Switch("send-section-footer", format.HasFooters);
        var report = session.Migrations.Report;
        if (report.Address is { } address)
            text.Append("socket address: [\n\t").Append(address).Append("\n]\n");

        if (report.Status == MigrationStatus.None || (report.IsIncoming && report.Status == MigrationStatus.Setup))
            return text.ToString();

        Line($"Migration status: {report.Status.Name()}{(report.Error is { } error ? $" ({error})" : "")}");
        if (report.Status is not (MigrationStatus.Active or MigrationStatus.Cancelling or MigrationStatus.Completed))
            return text.ToString();

        Line($"total time: {report.Total.TotalMilliseconds:0} ms");
        if (report.IsIncoming)
            return text.ToString();

        if (report.Downtime is { } downtime)
            Line($"downtime: {downtime.TotalMilliseconds:0} ms");
        else
            Line($"expected downtime: {(report.Progress.ExpectedDowntime ?? report.DowntimeLimit).TotalMilliseconds:0} ms");

        Line($"setup: {(report.Setup ?? TimeSpan.Zero).TotalMilliseconds:0} ms");
        ShowRam(report);
        return text.ToString();

        void ShowRam(MigrationReport shown)
        {
            var (progress, ram) = (shown.Progress, shown.Progress.Ram);
            Line($"transferred ram: {progress.Transferred >> 10} kbytes");
            Line($"throughput: {shown.MegabitsPerSecond:0.00} mbps");
            Line($"remaining ram: {ram.Remaining >> 10} kbytes");
            Line($"total ram: {ram.Total >> 10} kbytes");
            Line($"duplicate: {ram.ZeroPages} pages");
            Line($"skipped: 0 pages");
            Line($"normal: {ram.NormalPages} pages");
            Line($"normal bytes: {ram.NormalPages * RamState.PageSize >> 10} kbytes");
            Line($"dirty sync count: {ram.Passes}");
            Line($"page size: {RamState.PageSize >> 10} kbytes");
            Line($"multifd bytes: 0 kbytes");
            Line($"pages-per-second: {progress.PagesPerSecond:0}");
            if (progress.Transferred > progress.TransferredInDowntime)
                Line($"precopy ram: {(progress.Transferred - progress.TransferredInDowntime) >> 10} kbytes");

            if (progress.TransferredInDowntime > 0)
                Line($"downtime ram: {progress.TransferredInDowntime >> 10} kbytes");
        }

        void Switch(string name, bool isOn) => Line($"{name}: {(isOn ? "on" : "off")}");

        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }
}
