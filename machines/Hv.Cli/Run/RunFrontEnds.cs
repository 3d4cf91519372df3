using Hv.Runtime.Block;
using Hv.Runtime.Chardev;
using Hv.Runtime.Chardev.Terminal;
using Hv.Runtime.Monitors;
using Hv.Runtime.Monitors.Gdb;
using Hv.Runtime.Monitors.Human;
using Hv.Runtime.Monitors.Qmp;
using Hv.Runtime.Monitors.Qtest;
using Hv.Runtime.Text;

namespace Hv.Cli.Run;

/// <summary>The character devices of a command line, and what is at the other end of each.</summary>
/// <param name="configuration">The command line.</param>
/// <param name="devices">Takes the devices.</param>
internal sealed class RunFrontEnds(RunConfiguration configuration, CharacterDevices devices) : IDisposable
{
    private readonly List<(RunMonitor Monitor, CharacterDevice Device)> _monitors = [];
    private const string StandardStreams = "stdio";
    private const string SharedTerminal = "mon:stdio";

    private CharacterDevice? _qtest;
    private ConsoleMultiplexer? _terminal;
    private RawTerminal? _rawMode;
    private CharacterDevice? _gdb;

    /// <summary>All devices.</summary>
    public CharacterDevices Devices => devices;

    /// <summary>The devices of the serial ports, or <see langword="null"/> where the machine chooses.</summary>
    public IReadOnlyList<string?>? SerialPorts { get; private set; }

    /// <summary>Whether anybody can command the machine.</summary>
    public bool HasCommander => _qtest is not null || _gdb is not null || _monitors.Count > 0;

    /// <summary>
    /// Makes the devices. The qtest socket is connected first: a test that waits for two connections waits for that one first.
    /// </summary>
    /// <exception cref="CharacterDeviceException">One cannot be made.</exception>
    /// <exception cref="RunException">One is not there, or asked for twice.</exception>
    public void CreateDevices()
    {
        if (configuration.Qtest is { } qtest && !RunDeviceOptions.SplitId(qtest).IsId)
            _qtest = Create("qtest", "-qtest", qtest);

        foreach (var text in configuration.CharacterDevices)
            Guard($"-chardev {text}", () => devices.Add(CharacterDeviceFactory.Create(OptionList.Parse(text, "backend"))));

        if (configuration.Qtest is { } named && RunDeviceOptions.SplitId(named) is (var id, true))
            _qtest = Find("-qtest", id);

        foreach (var monitor in configuration.Monitors)
        {
            var device = monitor.IsId
                ? Find(monitor.Option, monitor.Device)
                : Create($"compat_monitor{_monitors.Count}", monitor.Option, monitor.Device);
            _monitors.Add((monitor, device));
        }

        if (configuration.Gdb is { } gdb)
            _gdb = RunDeviceOptions.SplitId(gdb) is (var device, true) ? Find("-gdb", device) : Create("gdb", "-gdb", gdb);

        CreateSerialPorts();
        var streams = devices.All.Count(device => device.Kind == StandardStreams) + (_terminal is null ? 0 : 1);
        if (streams > 1)
            throw new RunException($"stdio is used by {streams} character devices; it can be one's only");
    }

    /// <summary>Opens the disk images of the command line.</summary>
    /// <param name="drives">Takes them.</param>
    /// <exception cref="RunException">One cannot be opened.</exception>
    public void CreateDrives(BlockDevices drives)
    {
        foreach (var (option, text) in configuration.Drives)
        {
            try
            {
                drives.Add(BlockDeviceFactory.Create(OptionList.Parse(text), drives.All.Count, configuration.HasSnapshots));
            }
            catch (BlockDeviceException exception)
            {
                throw new RunException($"{option} {text}: {exception.Message}", exception);
            }
        }
    }

    /// <summary>Starts to serve clients.</summary>
    /// <exception cref="CharacterDeviceException">Two front ends share a device.</exception>
    public void Start(MonitorHost host, MachineSession session, TextWriter? qtestLog)
    {
        if (_qtest is not null)
            host.Start(new QtestServer(session, qtestLog), _qtest);

        if (_gdb is not null)
        {
            var target = session.Machine.DebugTarget
                ?? throw new RunException($"-gdb {configuration.Gdb}: the machine has no processor that can be debugged");
            host.Start(new GdbServer(session, target), _gdb);
        }

        foreach (var (monitor, device) in _monitors)
            host.Start(monitor.IsControl ? new QmpServer(session, monitor.IsPretty) : new HumanServer(session), device);

        if (_terminal is null)
            return;

        _terminal.QuitRequested += () => session.Quit("host-ui");
        _terminal.Start();
    }

    /// <summary>Gives the terminal back as it was.</summary>
    public void Dispose() => _rawMode?.Dispose();

    private void CreateSerialPorts()
    {
        var texts = configuration.SerialPorts;
        if (texts.Count == 0)
        {
            if (configuration.HasNoDefaults)
                SerialPorts = [];
            else if (!configuration.HasNoDisplay && devices.All.All(device => device.Kind != StandardStreams))
                texts = [Console.IsInputRedirected ? StandardStreams : SharedTerminal];
            else
                return;
        }

        if (texts.Count > 0)
            SerialPorts = [.. texts.Select(CreateSerialPort)];
    }

    private string? CreateSerialPort(string text, int index)
    {
        if (text == "none")
            return null;

        if (text == SharedTerminal)
            return ShareTerminal(index).Id;

        var (device, isId) = RunDeviceOptions.SplitId(text);
        return (isId ? Find("-serial", device) : Create($"serial{index}", "-serial", text)).Id;
    }

    /// <summary>The serial port and a monitor share the terminal, in raw mode where it is one.</summary>
    private CharacterDevice ShareTerminal(int index)
    {
        if (_terminal is not null)
            throw new RunException($"-serial {SharedTerminal}: the terminal can be one serial port's only");

        _rawMode = RawTerminal.TryEnter();
        _terminal = new ConsoleMultiplexer(
            $"serial{index}", $"compat_monitor{_monitors.Count}", StreamCharacterDevice.OpenStandardStreams(), isRaw: _rawMode is not null);
        devices.Add(_terminal.Serial);
        devices.Add(_terminal.Monitor);
        _monitors.Add((new RunMonitor("-serial", SharedTerminal, IsId: true, IsControl: false, IsPretty: false), _terminal.Monitor));
        return _terminal.Serial;
    }

    private CharacterDevice Create(string id, string option, string text)
    {
        var device = Guard($"{option} {text}", () => CharacterDeviceFactory.CreateShort(id, text));
        devices.Add(device);
        return device;
    }

    private CharacterDevice Find(string option, string id) => devices.TryGet(id, out var device)
        ? device
        : throw new RunException($"{option}: chardev \"{id}\" not found.{NearestName.Suggest(id, devices.All.Select(known => known.Id))}");

    private static void Guard(string what, Action action) => Guard(what, () =>
    {
        action();
        return true;
    });

    private static T Guard<T>(string what, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (CharacterDeviceException exception)
        {
            throw new RunException($"{what}: {exception.Message}", exception);
        }
    }
}
