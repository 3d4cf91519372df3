using System.Globalization;
using Hv.Runtime.Declarations;
using Hv.Runtime.Monitors;
using Hv.Runtime.Objects;
using Hv.Runtime.Text;

namespace Hv.Cli.Run;

/// <summary>Reads the options about the machine as a whole.</summary>
internal static class RunMachineOptions
{
    private const string TopologyPrefix = "smp.";

    private static readonly PropertyCodec<ulong> Size = PropertyCodec.Integer<ulong>(0, ulong.MaxValue, PropertyFormat.Size);

    // What these say is how it is: machines have none of it.
    private static readonly Dictionary<string, string> FixedProperties = new(StringComparer.Ordinal)
    {
        ["usb"] = "off", ["graphics"] = "off", ["mem-merge"] = "off", ["dump-guest-core"] = "on", ["hmat"] = "off",
    };

    /// <summary><c>-machine</c>.</summary>
    public static void Machine(RunConfiguration configuration, string value)
    {
        var options = OptionList.Parse(value, "type");
        var asksForHelp = options.AsksForHelp;
        if (options.Take("type") is { } type)
        {
            if (type is "help" or "?")
            {
                configuration.Request = RunRequest.Machines;
                return;
            }

            configuration.Machine = type;
        }

        if (asksForHelp)
        {
            configuration.Request = RunRequest.MachineProperties;
            return;
        }

        foreach (var (name, text) in options.Items)
        {
            if (name == "accel")
                configuration.Accelerators.AddRange(text.Split(':'));
            else if (name.StartsWith(TopologyPrefix, StringComparison.Ordinal))
                configuration.Topology.Add(name[TopologyPrefix.Length..], text);
            else if (FixedProperties.TryGetValue(name, out var only))
                Only(text, only, $"'{name}' is always {only}");
            else
                configuration.MachineProperties.Add((name, text));
        }
    }

    /// <summary><c>-accel</c>.</summary>
    public static void Accelerator(RunConfiguration configuration, string value)
    {
        var options = OptionList.Parse(value, "accel");
        if (options.AsksForHelp)
        {
            configuration.Request = RunRequest.Accelerators;
            return;
        }

        configuration.Accelerators.Add(options.Take("accel") ?? throw new RunException("the name of an accelerator is missing"));

        // Properties of accelerators that are not there are of no effect, as with QEMU when it falls through to the next one.
        if (configuration.Accelerators[^1] == "qtest")
            options.ThrowIfAnyLeft();
    }

    /// <summary><c>-m</c>.</summary>
    public static void Memory(RunConfiguration configuration, string value)
    {
        var options = OptionList.Parse(value, "size");
        var size = options.Take("size");
        var slots = options.Take("slots");
        var maximum = options.Take("maxmem");
        options.ThrowIfAnyLeft("size", "slots", "maxmem");
        if (size is not null)
            configuration.Options = configuration.Options with { RamSize = Bytes("size", size, isMegabytes: true) };

        if (slots is null != maximum is null)
            throw new RunException("'slots' and 'maxmem' belong together");

        if (slots is not null && maximum is not null)
        {
            configuration.Options = configuration.Options with
            {
                MemorySlots = Number("slots", slots),
                MaximumRamSize = Bytes("maxmem", maximum, isMegabytes: true),
            };
        }
    }

    /// <summary><c>-smp</c>.</summary>
    public static void Processors(RunConfiguration configuration, string value)
    {
        foreach (var (name, text) in OptionList.Parse(value, "cpus").Items)
            configuration.Topology.Add(name, text);
    }

    /// <summary>What <c>-smp</c> comes to.</summary>
    /// <exception cref="RunException">The numbers do not fit each other.</exception>
    public static void ApplyTopology(RunConfiguration configuration)
    {
        var topology = configuration.Topology;
        int? Take(string name) => topology.Take(name) is { } text ? Number(name, text) : null;

        var (cpus, maximum) = (Take("cpus"), Take("maxcpus"));
        var (sockets, dies, clusters, cores, threads) = (Take("sockets"), Take("dies"), Take("clusters"), Take("cores"), Take("threads"));
        topology.ThrowIfAnyLeft("cpus", "maxcpus", "sockets", "cores", "threads");
        if ((dies ?? 1) != 1 || (clusters ?? 1) != 1)
            throw new RunException("-smp: sockets of this machine have one die and no clusters");

        if (new[] { cpus, maximum, sockets, cores, threads }.Any(given => given == 0))
            throw new RunException("-smp: Invalid CPU topology: CPU topology parameters must be greater than zero");

        var product = (long)(sockets ?? 1) * (cores ?? 1) * (threads ?? 1);
        var total = maximum ?? (sockets is null || cores is null ? cpus ?? product : product);
        var isDetermined = sockets is not null && cores is not null && threads is not null;
        if (isDetermined ? product != total : total % product != 0)
            throw new RunException($"-smp: Invalid CPU topology: product of the hierarchy must match maxcpus: {product} does not fit {total}");

        var present = cpus ?? total;
        if (present > total || total > int.MaxValue)
            throw new RunException($"-smp: Invalid CPU topology: maxcpus must be equal to or greater than smp: {present} of {total}");

        configuration.Options = configuration.Options with
        {
            Cpus = (int)present,
            MaximumCpus = total > present ? (int)total : 0,
            ThreadsPerCore = threads ?? 1,
        };
    }

    /// <summary><c>-name</c>.</summary>
    public static void Name(RunConfiguration configuration, string value)
    {
        var options = OptionList.Parse(value, "guest");
        configuration.Name = options.Take("guest") ?? configuration.Name;
        options.ThrowIfAnyLeft("guest");
    }

    /// <summary><c>-uuid</c>.</summary>
    public static void Uuid(RunConfiguration configuration, string value) => configuration.Options = configuration.Options with
    {
        Uuid = Guid.TryParseExact(value, "D", out var uuid) ? uuid : throw new RunException("failed to parse UUID string: wrong format"),
    };

    /// <summary><c>-rtc</c>.</summary>
    public static void Clock(RunConfiguration configuration, string value)
    {
        var options = OptionList.Parse(value);
        if (options.Take("base") is { } start)
        {
            configuration.Options = configuration.Options with
            {
                RtcBase = start switch
                {
                    "utc" => null,
                    "localtime" => new DateTimeOffset(DateTime.SpecifyKind(DateTime.Now, DateTimeKind.Utc)),
                    _ => DateTimeOffset.TryParseExact(
                        start, ["yyyy-MM-ddTHH:mm:ss", "yyyy-MM-dd"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
                        ? date
                        : throw new RunException("invalid datetime format; valid formats: '2006-06-17T16:01:21' or '2006-06-17'"),
                },
            };
        }

        configuration.HasVirtualTimeOfDay = options.Take("clock") switch
        {
            null => configuration.HasVirtualTimeOfDay,
            "host" or "rt" => false,
            "vm" => true,
            var other => throw new RunException($"invalid option value '{other}'; there are host, rt and vm"),
        };
        if (options.Take("driftfix") is { } fix)
            Only(fix, "none", "lost ticks are not made up for");

        options.ThrowIfAnyLeft("base", "clock", "driftfix");
    }

    /// <summary><c>-action</c>.</summary>
    public static void Action(RunConfiguration configuration, string value)
    {
        var options = OptionList.Parse(value);
        configuration.EndsOnReset = options.Take("reboot") switch
        {
            null => configuration.EndsOnReset,
            "reset" => false,
            "shutdown" => true,
            var other => throw NotAccepted("reboot", other),
        };
        configuration.PausesOnShutdown = options.Take("shutdown") switch
        {
            null => configuration.PausesOnShutdown,
            "poweroff" => false,
            "pause" => true,
            var other => throw NotAccepted("shutdown", other),
        };
        configuration.OnPanic = options.Take("panic") switch
        {
            null => configuration.OnPanic,
            "shutdown" => PanicAction.Shutdown,
            "pause" => PanicAction.Pause,
            "exit-failure" => PanicAction.ExitFailure,
            "none" => PanicAction.None,
            var other => throw NotAccepted("panic", other),
        };
        options.ThrowIfAnyLeft("reboot", "shutdown", "panic");
    }

    /// <summary><c>-icount</c>.</summary>
    public static void InstructionCount(RunConfiguration configuration, string value)
    {
        var options = OptionList.Parse(value, "shift");
        if (options.Take("shift") is not (null or "auto" or "1") and var shift)
            throw new RunException($"an instruction takes a tick of the time base, 1.95 ns: shift is 1 or auto, not '{shift}'");

        configuration.CountsInstructions = true;
        configuration.Options = configuration.Options with { WaitsWhileIdle = options.TakeSwitch("sleep") ?? true };
        options.ThrowIfAnyLeft("shift", "sleep");
    }

    /// <summary><c>-trace</c>.</summary>
    public static void Trace(RunConfiguration configuration, string value)
    {
        var options = OptionList.Parse(value, "enable");
        if (options.AsksForHelp)
        {
            configuration.Request = RunRequest.TraceEvents;
            return;
        }

        if (options.Take("enable") is { Length: > 0 } pattern)
            configuration.TracePatterns.Add(pattern);

        if (options.Take("events") is { } file)
            configuration.TracePatterns.AddRange(ReadPatterns(file));

        configuration.TraceFile = options.Take("file") ?? configuration.TraceFile;
        options.ThrowIfAnyLeft("enable", "events", "file");
    }

    /// <summary><c>-d</c>.</summary>
    public static void Log(RunConfiguration configuration, string value)
    {
        const string trace = "trace:";
        foreach (var item in value.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            if (item is "help" or "?")
                configuration.Request = RunRequest.LogItems;
            else if (item.StartsWith(trace, StringComparison.Ordinal))
                configuration.TracePatterns.Add(item[trace.Length..]);
            else
                configuration.LogItems.Add(item);
        }
    }

    /// <summary><c>-display</c>.</summary>
    public static void Display(RunConfiguration configuration, string value)
    {
        Only(value, "none", "there is no display yet");
        configuration.HasNoDisplay = true;
    }

    /// <summary><c>-audio</c> and <c>-audiodev</c>.</summary>
    public static void NoAudio(RunConfiguration configuration, string value) =>
        Only(OptionList.Parse(value, "driver").Take("driver") ?? "", "none", "there is no sound");

    /// <summary>Takes one value, and says of any other what is so.</summary>
    /// <exception cref="RunException">It is another one.</exception>
    public static void Only(string value, string only, string reason)
    {
        if (value != only)
            throw new RunException(reason);
    }

    private static IEnumerable<string> ReadPatterns(string file)
    {
        try
        {
            return [.. File.ReadLines(file).Select(line => line.Trim()).Where(line => line is [not '#', ..])];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new RunException($"cannot read '{file}': {exception.Message}", exception);
        }
    }

    private static RunException NotAccepted(string name, string value) => new($"Parameter '{name}' does not accept value '{value}'");

    private static int Number(string name, string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new RunException($"Parameter '{name}' expects a number");

    private static ulong Bytes(string name, string text, bool isMegabytes) =>
        Size.TryParse(isMegabytes && text.Length > 0 && text.All(char.IsAsciiDigit) ? text + "M" : text, out var size) && !text.StartsWith('-')
            ? size
            : throw new RunException($"Parameter '{name}' expects a non-negative number below 2^64, with K, M, G, T, P or E after it");
}
