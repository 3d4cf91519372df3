using System.Text.Json;
using Hv.Runtime.Machines;
using Hv.Runtime.Text;

namespace Hv.Cli.Run;

/// <summary>Reads the options about devices and what they are connected to.</summary>
internal static class RunDeviceOptions
{
    private const string IdPrefix = "chardev:";

    /// <summary><c>-device</c>, in QEMU's syntax or JSON.</summary>
    public static void Device(RunConfiguration configuration, string value)
    {
        var options = value.StartsWith('{') ? ParseJson(value) : OptionList.Parse(value, "driver");
        var asksForHelp = options.AsksForHelp;
        var type = options.Take("driver") ?? throw new RunException("Parameter 'driver' is missing");
        if (asksForHelp)
        {
            configuration.Request = type is "help" or "?" ? RunRequest.Devices : RunRequest.DeviceProperties;
            configuration.RequestedDevice = type;
            return;
        }

        var id = options.Take("id") ?? "";
        if (id.Length > 0 && !Identifier.IsValid(id))
            throw new RunException("Parameter 'id' expects an identifier");

        configuration.Devices.Add(new RunDevice(value, type, id, options.Items));
    }

    /// <summary><c>-global</c>.</summary>
    public static void Global(RunConfiguration configuration, string value)
    {
        var options = OptionList.Parse(value);
        if (options.Take("driver") is { } driver)
        {
            var property = options.Take("property") ?? throw new RunException("Parameter 'property' is missing");
            var text = options.Take("value") ?? throw new RunException("Parameter 'value' is missing");
            options.ThrowIfAnyLeft("driver", "property", "value");
            configuration.Globals.Add(new GlobalProperty(driver, property, text));
            return;
        }

        // The value may hold commas and equal signs here.
        var equals = value.IndexOf('=', StringComparison.Ordinal);
        var dot = equals < 0 ? -1 : value.LastIndexOf('.', equals);
        var name = dot <= 0 ? -1 : value.IndexOf('.', StringComparison.Ordinal);
        if (name <= 0)
            throw new RunException("expected TYPE.PROPERTY=VALUE");

        configuration.Globals.Add(new GlobalProperty(value[..name], value[(name + 1)..equals], value[(equals + 1)..]));
    }

    /// <summary><c>-chardev</c>.</summary>
    public static void CharacterDevice(RunConfiguration configuration, string value)
    {
        if (value is "help" or "?")
            configuration.Request = RunRequest.CharacterDevices;
        else
            configuration.CharacterDevices.Add(value);
    }

    /// <summary><c>-mtdblock</c> and <c>-pflash</c>: a file without a format, whose name may hold commas.</summary>
    public static void ShortDrive(RunConfiguration configuration, string attachedTo, string path) =>
        configuration.Drives.Add(($"-{(attachedTo == "mtd" ? "mtdblock" : attachedTo)}", $"if={attachedTo},file={path.Replace(",", ",,", StringComparison.Ordinal)}"));

    /// <summary><c>-mon</c>.</summary>
    public static void Monitor(RunConfiguration configuration, string value)
    {
        var options = OptionList.Parse(value, "chardev");
        var id = options.Take("chardev") ?? throw new RunException("Parameter 'chardev' is missing");
        var mode = options.Take("mode") ?? "readline";
        var isPretty = options.TakeSwitch("pretty") ?? false;
        options.ThrowIfAnyLeft("chardev", "mode", "pretty");
        if (mode is not ("control" or "readline"))
            throw new RunException($"Parameter 'mode' does not accept value '{mode}'");

        if (isPretty && mode != "control")
            throw new RunException("'pretty' is not compatible with HMP monitors");

        configuration.Monitors.Add(new RunMonitor("-mon", id, IsId: true, mode == "control", isPretty));
    }

    /// <summary><c>-qmp</c>, <c>-qmp-pretty</c> and <c>-monitor</c>.</summary>
    public static void ShortMonitor(RunConfiguration configuration, string option, string value, bool isControl, bool isPretty)
    {
        if (value == "none")
            return;

        var (device, isId) = SplitId(value);
        configuration.Monitors.Add(new RunMonitor($"-{option}", device, isId, isControl, isPretty));
    }

    /// <summary>What <c>-s</c> stands for. QEMU's is open to all networks: who reaches it has the machine.</summary>
    public const string DebuggerOnLoopback = "tcp:127.0.0.1:1234";

    /// <summary><c>-gdb</c>: sockets are servers, and nobody is waited for.</summary>
    public static void Debugger(RunConfiguration configuration, string value)
    {
        var isSocket = value.StartsWith("tcp:", StringComparison.Ordinal) || value.StartsWith("unix:", StringComparison.Ordinal);
        configuration.Gdb = value switch
        {
            "none" => null,
            _ when isSocket && !value.Contains(",server", StringComparison.Ordinal) => value + ",server=on,wait=off",
            _ => value,
        };
    }

    /// <summary>The id in <c>chardev:ID</c>, or the text as it is.</summary>
    public static (string Device, bool IsId) SplitId(string value) =>
        value.StartsWith(IdPrefix, StringComparison.Ordinal) ? (value[IdPrefix.Length..], true) : (value, false);

    private static OptionList ParseJson(string value)
    {
        try
        {
            using var document = JsonDocument.Parse(value);
            var options = new OptionList();
            foreach (var member in document.RootElement.EnumerateObject())
            {
                options.Add(member.Name, member.Value.ValueKind switch
                {
                    JsonValueKind.String => member.Value.GetString() ?? "",
                    JsonValueKind.True => "on",
                    JsonValueKind.False => "off",
                    JsonValueKind.Number => member.Value.GetRawText(),
                    _ => throw new RunException($"Parameter '{member.Name}' expects a text, a number or a boolean"),
                });
            }

            return options;
        }
        catch (JsonException exception)
        {
            throw new RunException($"JSON parse error, {exception.Message}", exception);
        }
    }
}
