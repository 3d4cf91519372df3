using Hv.Cli.Output;
using Hv.Runtime.Block;
using Hv.Runtime.Chardev;
using Hv.Runtime.Machines;
using Hv.Runtime.Monitors;
using Hv.Runtime.Objects;
using Hv.Runtime.Text;
using Hv.Runtime.Time;

namespace Hv.Cli.Run;

/// <summary><c>hv run</c>, and the programs named <c>hv-system-ARCH</c>: makes a machine of a command line and runs it.</summary>
/// <param name="catalog">The platforms.</param>
/// <param name="console">Where to write to.</param>
/// <param name="programName">What the program is called in its messages: <c>hv run</c>, <c>hv-system-ppc64</c>.</param>
internal sealed class RunProgram(MachineCatalog catalog, CliConsole console, string programName)
{
    /// <summary>The exit code of a program that cannot run its machine, as QEMU's.</summary>
    public const int Failure = 1;

    /// <summary>The accelerator that leaves time and calls to a test.</summary>
    public const string Qtest = "qtest";

    // What executes here is called what QEMU's users write.
    private const string Interpreter = "tcg";
    private const string NoLog = "none";

    // As QEMU's RTC starts; with '-rtc clock=vm' nothing of the host is seen in a guest, so that it starts at a fixed time.
    private static readonly DateTimeOffset VirtualStart = DateTimeOffset.UnixEpoch;

    /// <summary>Runs a command line.</summary>
    /// <returns>The exit code.</returns>
    public int Run(IReadOnlyList<string> arguments)
    {
        try
        {
            var configuration = RunParser.Parse(arguments);
            if (configuration.Request != RunRequest.None)
                return new RunHelp(catalog, console, programName).Show(configuration);

            return Run(configuration);
        }
        catch (Exception exception) when (exception is RunException or PropertyException or CharacterDeviceException or MonitorException)
        {
            Report(exception.Message);
            return Failure;
        }
        catch (OutOfMemoryException)
        {
            Report("cannot set up guest memory: the host has no room for it");
            return Failure;
        }
    }

    /// <summary>Makes a device of a command line on a machine that is not realized yet.</summary>
    /// <exception cref="RunException">There is no such device, or it refuses its properties.</exception>
    public static void CreateDevice(IReadOnlyList<ObjectType> types, Machine machine, RunDevice device)
    {
        var type = types.FirstOrDefault(candidate => candidate.Name == device.Type) ?? throw new RunException(
            $"-device {device.Text}: '{device.Type}' is not a valid device model name."
            + NearestName.Suggest(device.Type, types.Select(candidate => candidate.Name)));
        if (type.IsAbstract)
            throw new RunException($"-device {device.Text}: Parameter 'driver' expects a non-abstract device type");

        if (type.Create() is not Device { IsUserCreatable: true })
            throw new RunException($"-device {device.Text}: Parameter 'driver' expects a pluggable device type");

        try
        {
            machine.CreateDevice(type, device.Id, [.. device.Properties]);
        }
        catch (PropertyException exception)
        {
            throw new RunException($"-device {device.Text}: {exception.Message}", exception);
        }
    }

    private int Run(RunConfiguration configuration)
    {
        RunMachineOptions.ApplyTopology(configuration);
        RunGuest.Apply(configuration, console, () => FindMachine(configuration.Machine));
        var usesQtest = UsesQtest(configuration);
        var clock = usesQtest || configuration.CountsInstructions ? CreateClock(configuration) : null;
        using var traceFile = configuration.TraceFile is { } path ? OpenFile(path) : null;
        using var lines = new CharacterDevices();
        using var drives = new BlockDevices();
        using var front = new RunFrontEnds(configuration, lines);
        front.CreateDrives(drives);
        front.CreateDevices();
        configuration.Options = configuration.Options with { BlockDevices = drives };
        var machine = CreateMachine(configuration, clock, usesQtest ? ExecutionMode.None : ModeOf(configuration), front, traceFile ?? console.Error);
        using var session = new MachineSession(machine, catalog, new SessionOptions
        {
            Name = configuration.Name,
            Clock = usesQtest ? clock : null,
            EndsOnReset = configuration.EndsOnReset,
            PausesOnShutdown = configuration.PausesOnShutdown,
            OnPanic = configuration.OnPanic ?? default,
            IsIncoming = configuration.Incoming is not null,
        });
        using var signals = new RunSignals(session, Report);
        using var host = new MonitorHost(OnDefect);
        using var qtestFile = configuration is { Qtest: not null, QtestLog: not (null or NoLog or "/dev/null") and var file }
            ? OpenFile(file)
            : null;
        WritePid(configuration.PidFile);

        // A machine that executes nothing waits for ever without anybody to command it. A file of commands on stdin ends.
        if (machine.Options.Execution == ExecutionMode.None)
            host.LastEnded += () => session.Quit("host-qmp-quit");

        session.Migrations.Failed += reason => OnMigrationFailed(session, front, reason);
        if (configuration.Incoming is not null)
            StartIncoming(session, configuration);

        front.Start(host, session, configuration.QtestLog is null ? console.Error : qtestFile);
        host.AllStarted();
        if (!configuration.StartsPaused && configuration.Incoming is null)
            session.Continue();

        var exitCode = session.WaitForEnd();

        // What is still being done may be inside guest memory: then that goes with the process.
        var hasMigrated = session.Migrations.Close();
        if (host.Close() && hasMigrated)
            machine.Dispose();

        return exitCode;
    }

    private static void StartIncoming(MachineSession session, RunConfiguration configuration)
    {
        // First of all: what comes may be there at once.
        if (!configuration.StartsPaused)
            session.Continue();

        if (configuration.Incoming is not RunConfiguration.DeferredIncoming and { } uri)
            session.Migrations.Listen(uri);
    }

    /// <summary>Whoever commands the machine can try again, or do something else; without anybody it would wait for ever.</summary>
    private void OnMigrationFailed(MachineSession session, RunFrontEnds front, string reason)
    {
        Report($"migration failed: {reason}");
        if (session.Options.IsIncoming && session.State == RunState.Prelaunch && !front.HasCommander)
            session.Fail();
    }

    private Machine CreateMachine(
        RunConfiguration configuration, VirtualClock? clock, ExecutionMode mode, RunFrontEnds front, TextWriter log)
    {
        var machine = FindMachine(configuration.Machine).Create();
        machine.HandlerFailed += OnDefect;
        machine.EventRaised += OnMachineEvent;
        log = TextWriter.Synchronized(log);
        machine.Trace.Recorded += (traceEvent, message) =>
        {
            lock (log)
                log.WriteLine($"{traceEvent.Name} {message}");
        };
        foreach (var pattern in configuration.TracePatterns)
            machine.Trace.Enable(pattern);

        WarnOfUselessGlobals(configuration);
        machine.Options = configuration.Options with
        {
            Clock = clock ?? configuration.Options.Clock,
            Execution = mode,
            HasSynchronousIo = mode == ExecutionMode.Deterministic,
            Globals = configuration.Globals,
            CharacterDevices = front.Devices,
            SerialPorts = front.SerialPorts,
        };
        foreach (var (name, value) in configuration.MachineProperties)
            machine.Type.GetProperty(name).SetText(machine, value);

        foreach (var device in configuration.Devices)
            CreateDevice(catalog.Devices, machine, device);

        machine.Realize();
        StartLog(configuration, machine, log);
        return machine;
    }

    private static void StartLog(RunConfiguration configuration, Machine machine, TextWriter log)
    {
        var names = machine.LogItems.Select(item => item.Name).ToList();
        if (configuration.LogItems.FirstOrDefault(item => !names.Contains(item)) is { } unknown)
            throw new RunException($"-d {unknown}: there is no such log item; -d help lists them.{NearestName.Suggest(unknown, names)}");

        machine.StartLog(log, configuration.LogItems);
    }

    private MachineVersion FindMachine(string? name)
    {
        if (name is null)
            return catalog.Families[0].Default;

        foreach (var family in catalog.Families)
        {
            if (family.Name == name || family.Versions.Any(version => version.Name == name))
                return family.GetVersion(name);
        }

        var names = catalog.Families.SelectMany(family => family.Versions.Select(version => version.Name).Append(family.Name));
        throw new RunException($"unsupported machine type '{name}'; -machine help lists them.{NearestName.Suggest(name, names)}");
    }

    /// <summary>Whether time is the test's. Accelerators are tried in order; those that are not there are passed over, as QEMU does.</summary>
    private bool UsesQtest(RunConfiguration configuration)
    {
        foreach (var name in configuration.Accelerators)
        {
            if (name is Qtest or Interpreter)
                return name == Qtest;

            if (configuration.Accelerators.Contains(Qtest) || configuration.Accelerators.Contains(Interpreter))
                Report($"accelerator '{name}' is not there; the next one is taken");
        }

        return configuration.Accelerators.Count == 0
            ? false
            : throw new RunException($"invalid accelerator {configuration.Accelerators[0]}; there are '{Interpreter}' and '{Qtest}'");
    }

    private static ExecutionMode ModeOf(RunConfiguration configuration) =>
        !configuration.HasGuest ? ExecutionMode.None
        : configuration.CountsInstructions ? ExecutionMode.Deterministic
        : ExecutionMode.Threads;

    private static VirtualClock CreateClock(RunConfiguration configuration) =>
        new(VirtualStart, configuration.HasVirtualTimeOfDay ? null : TimeProvider.System);

    private void WarnOfUselessGlobals(RunConfiguration configuration)
    {
        var known = catalog.Types.Select(type => type.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var global in configuration.Globals.Where(global => !known.Contains(global.Type)))
            Report($"warning: global {global.Type}.{global.Property} has invalid class name");
    }

    private static StreamWriter OpenFile(string file)
    {
        try
        {
            return new StreamWriter(new FileStream(file, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0)) { AutoFlush = true };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new RunException($"cannot write '{file}': {exception.Message}", exception);
        }
    }

    private static void WritePid(string? file)
    {
        if (file is null)
            return;

        using var writer = OpenFile(file);
        writer.WriteLine(Environment.ProcessId);
    }

    private void OnMachineEvent(MachineEvent machineEvent)
    {
        switch (machineEvent)
        {
            case MachineEvent.DeviceLimited limited:
                Report($"warning: {limited.Device.Type.Name}: {limited.Message}");
                break;
            case MachineEvent.DeviceFailed failed:
                Report($"{failed.Device.Type.Name}: {failed.Message}; the guest is stopped");
                break;
        }
    }

    private void OnDefect(Exception exception) => Report($"defect: {exception}");

    private void Report(string message) => console.Error.WriteLine($"{programName}: {message}");
}
