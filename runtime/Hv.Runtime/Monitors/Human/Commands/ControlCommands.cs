using Hv.Runtime.Chardev;
using Hv.Runtime.Objects;
using Hv.Runtime.Text;

namespace Hv.Runtime.Monitors.Human.Commands;

/// <summary>Commands that change whether the machine runs, and what it is made of.</summary>
internal sealed class ControlCommands(MachineSession session)
{
    /// <summary>The commands.</summary>
    public IEnumerable<HumanCommand> All =>
    [
        new("cont|c", "resume emulation", () => Do(session.Continue)),
        new("stop|s", "stop emulation", () => Do(session.Stop)),
        new("quit|q", "quit the emulator", () => Do(() => session.Quit("host-qmp-quit"))),
        new("system_reset", "reset the system", () => Do(() => session.Reset("host-qmp-system-reset"))),
        new("system_powerdown", "send system power down event", () => Do(session.PowerDown)),
        new("system_wakeup", "wakeup guest from suspend", () => Do(session.WakeUp)),
        new("cpu", "index", "set the default CPU", SelectCpu),
        new("device_add", "driver[,prop=value][,...]", "add device, like -device on the command line", AddDevice),
        new("device_del", "device", "remove device", arguments => Do(() => DeviceTypes.Remove(session, arguments.Required(0, "id")))),
        new("chardev-add", "args", "add chardev", AddCharacterDevice),
        new("chardev-remove", "id", "remove chardev", RemoveCharacterDevice),
        new("trace-event", "name on|off [vcpu]", "changes status of a specific trace event", Trace),
    ];

    private static string Do(Action action)
    {
        action();
        return "";
    }

    private string SelectCpu(HumanArguments arguments)
    {
        // There is nothing yet that shows one processor and not another.
        var index = arguments.Number(0, "CPU index");
        return index < (ulong)session.Machine.Cpus.Count ? "" : throw new MonitorException("Invalid CPU index");
    }

    private string AddDevice(HumanArguments arguments)
    {
        var options = OptionList.Parse(arguments.Rest, "driver");
        var asksForHelp = options.AsksForHelp;
        var driver = options.Take("driver") ?? throw new MonitorException("Parameter 'driver' is missing");
        if (asksForHelp)
            return Help(driver);

        DeviceTypes.Add(session, driver, options.Take("id"), options.Items);
        return "";
    }

    private string Help(string driver)
    {
        var lines = driver is "help" or "?"
            ? UserDevices().Select(type => $"name \"{type.Name}\"{(type.Summary.Length > 0 ? $", desc \"{type.Summary}\"" : "")}")
            : session.Catalog.FindDevice(driver) is { } type ? DeviceTypes.Help(type) : [$"Device '{driver}' not found"];
        return string.Concat(lines.Select(line => line + "\n"));
    }

    private IEnumerable<ObjectType> UserDevices() =>
        session.Catalog.Devices.Where(type => !type.IsAbstract && type.Create() is Device { IsUserCreatable: true });

    private string AddCharacterDevice(HumanArguments arguments)
    {
        try
        {
            session.Machine.Options.CharacterDevices.Add(CharacterDeviceFactory.Create(OptionList.Parse(arguments.Rest, "backend")));
            return "";
        }
        catch (CharacterDeviceException exception)
        {
            throw new MonitorException(exception.Message, exception);
        }
    }

    private string RemoveCharacterDevice(HumanArguments arguments)
    {
        try
        {
            session.Machine.Options.CharacterDevices.Remove(arguments.Required(0, "id"));
            return "";
        }
        catch (CharacterDeviceException exception)
        {
            throw new MonitorException(exception.Message, exception);
        }
    }

    private string Trace(HumanArguments arguments)
    {
        var pattern = arguments.Required(0, "name");
        var count = arguments.Optional(1) switch
        {
            "on" => session.Machine.Trace.Enable(pattern),
            "off" => throw new MonitorException("a trace event stays on once it is: there is no way to switch one off yet"),
            _ => throw new MonitorException("Parameter 'option' expects 'on' or 'off'"),
        };
        return count > 0 ? "" : throw new MonitorException($"unknown event \"{pattern}\"");
    }
}
