namespace Hv.Cli.Run;

/// <summary>The options of <c>hv run</c>: those of QEMU that mean something here.</summary>
internal static class RunOptionTable
{
    private const string NoFirmware = "there is no firmware to choose or to tell; -kernel, -bios and --guest say what runs";
    private const string NoDisk = "there are no such disks; use -drive file=PATH,if=none,id=ID and -device nvme,serial=NAME,drive=ID";
    private const string NoNetwork = "there are no network back ends yet; '-nic none' is how it is";

    /// <summary>All options, in the order in which help shows them.</summary>
    public static IReadOnlyList<RunOption> All { get; } =
    [
        new(
            "machine|M", "[type=]NAME[,prop=value…]",
            "the machine version and its properties; 'help' lists them",
            RunMachineOptions.Machine),
        new(
            "accel", "[accel=]NAME",
            "tcg: processors execute the guest; qtest: a test drives the clock and makes the calls",
            RunMachineOptions.Accelerator),
        new("m", "[size=]MEGS[,slots=N,maxmem=SIZE]", "RAM (512M), and up to what it can be added", RunMachineOptions.Memory),
        new(
            "smp", "[cpus=]N[,maxcpus=N,sockets=N,cores=N,threads=N]",
            "processors (1), and their topology",
            RunMachineOptions.Processors),
        new(
            "cpu", "MODEL",
            "the processors: power7, power8 or power9; each machine version has its own",
            (configuration, value) => configuration.Options = configuration.Options with { CpuModel = value }),
        new(
            "icount", "[shift=]auto|1[,sleep=on|off]",
            "time is counted by instructions: two runs are the same; sleep=off: an idle guest does not wait",
            RunMachineOptions.InstructionCount),
        new(
            "guest", "NAME",
            "what runs: built-in, which tries the machine's DMA windows with edu and nvme, and runs when none of -kernel, -bios, -guest, -qtest,"
                + " -accel qtest, -incoming and -nodefaults is given on a pseries (with an edu and an nvme of its own when no -device is); or debian, which"
                + " is fetched and kept, with its kernel for ppc64el and a shell; -append adds to its command line",
            (configuration, value) => configuration.Guest = value),
        new("kernel", "FILE", "an ELF kernel", (configuration, value) => configuration.Kernel = value),
        new("initrd", "FILE", "the kernel's first file system", (configuration, value) => configuration.Initrd = value),
        new("append", "TEXT", "the kernel's command line", (configuration, value) => configuration.Append = value),
        new("bios", "FILE", "firmware: an image that runs from address 0x100", (configuration, value) => configuration.Bios = value),
        new(
            "device", "TYPE[,prop=value…] | JSON",
            "add a device; 'help' lists types, 'TYPE,help' properties",
            RunDeviceOptions.Device),
        new("global", "TYPE.PROP=VALUE", "another default for all devices of a type", RunDeviceOptions.Global),
        new("nodefaults", "leave out default devices", configuration => configuration.HasNoDefaults = true),
        new("name", "[guest=]NAME", "the name of the virtual machine", RunMachineOptions.Name),
        new("uuid", "UUID", "the machine's UUID", RunMachineOptions.Uuid),
        new(
            "rtc", "[base=utc|localtime|DATE][,clock=host|rt|vm]",
            "what the real-time clock shows first, and what it follows",
            RunMachineOptions.Clock),
        new(
            "gdb", "DEVICE|none",
            "gdb's remote protocol: tcp::PORT, unix:PATH, which listen and do not wait, or stdio",
            RunDeviceOptions.Debugger),
        new(
            "s", "the same on port 1234 of this host alone",
            configuration => RunDeviceOptions.Debugger(configuration, RunDeviceOptions.DebuggerOnLoopback)),
        new("S", "wait for 'cont' before the machine runs", configuration => configuration.StartsPaused = true),
        new("no-reboot", "end instead of resetting the machine", configuration => configuration.EndsOnReset = true),
        new(
            "no-shutdown",
            "keep the machine when its guest powers it off",
            configuration => configuration.PausesOnShutdown = true),
        new(
            "incoming", "URI|defer",
            "take a machine over: file:PATH[,offset=N], exec:COMMAND, unix:PATH, tcp:HOST:PORT, fd:N; defer waits for 'migrate-incoming'",
            (configuration, value) => configuration.Incoming = value),
        new(
            "action", "EVENT=ACTION[,…]",
            "reboot=reset|shutdown, shutdown=poweroff|pause, panic=pause|shutdown|exit-failure|none",
            RunMachineOptions.Action),

        new(
            "chardev", "KIND,id=ID[,…]",
            "a character device: null, stdio, file (path=), socket (path= or host=,port=; server=on,wait=off; fd=)",
            RunDeviceOptions.CharacterDevice),
        new(
            "drive", "file=PATH[,if=none|mtd|pflash][,id=ID][,…]",
            "a disk image, for 'drive=ID' of a device (format=raw, readonly=on, cache=writeback|none|writethrough|unsafe, discard=unmap|ignore),"
                + " or memory (format=memory,size=SIZE)",
            (configuration, value) => configuration.Drives.Add(("-drive", value))),
        new("snapshot", "leave disk images as they are: changes go to temporary files", configuration => configuration.HasSnapshots = true),
        new("mtdblock", "FILE", "the file of the machine's NVRAM", (configuration, value) => RunDeviceOptions.ShortDrive(configuration, "mtd", value)),
        new("pflash", "FILE", "the same", (configuration, value) => RunDeviceOptions.ShortDrive(configuration, "pflash", value)),
        new(
            "serial", "DEVICE|chardev:ID|none",
            "connect a serial port of the guest: mon:stdio, unix:PATH, tcp:HOST:PORT, file:PATH, stdio, null",
            (configuration, value) => configuration.SerialPorts.Add(value)),
        new(
            "qmp", "DEVICE|chardev:ID",
            "a QMP monitor",
            (configuration, value) =>
                RunDeviceOptions.ShortMonitor(configuration, "qmp", value, isControl: true, isPretty: false)),
        new(
            "qmp-pretty", "DEVICE|chardev:ID",
            "a QMP monitor whose output is laid out for people",
            (configuration, value) =>
                RunDeviceOptions.ShortMonitor(configuration, "qmp-pretty", value, isControl: true, isPretty: true)),
        new(
            "monitor", "DEVICE|chardev:ID|none",
            "a monitor for people",
            (configuration, value) =>
                RunDeviceOptions.ShortMonitor(configuration, "monitor", value, isControl: false, isPretty: false)),
        new(
            "mon", "[chardev=]ID[,mode=control|readline][,pretty=on]",
            "a monitor on a character device",
            RunDeviceOptions.Monitor),
        new(
            "qtest", "DEVICE|chardev:ID",
            "the qtest protocol: guest memory, RTAS calls and hypercalls for a test",
            (configuration, value) => configuration.Qtest = value),
        new(
            "qtest-log", "FILE|none",
            "where a copy of it goes (stderr)",
            (configuration, value) => configuration.QtestLog = value),

        new(
            "trace", "[enable=]PATTERN[,events=FILE][,file=FILE]",
            "write trace records; 'help' lists the events",
            RunMachineOptions.Trace),
        new(
            "d", "ITEM[,…]",
            "what processors write to a log: in_asm, exec, cpu, int; trace:PATTERN is -trace; 'help' lists them",
            RunMachineOptions.Log),
        new("D", "FILE", "where trace records and logs go (stderr)", (configuration, value) => configuration.TraceFile = value),
        new("pidfile", "FILE", "write the id of the process", (configuration, value) => configuration.PidFile = value),

        new(
            "display", "none",
            "there is no display; with it the serial port is not on the terminal by default",
            RunMachineOptions.Display),
        new(
            "nographic",
            "there is no display; serial port and monitor share the terminal (Ctrl-A h tells how)",
            configuration => configuration.SerialPorts.Insert(0, "mon:stdio")),
        new("vga", "none", "there is no display", (_, value) => RunMachineOptions.Only(value, "none", "there is no display yet")),
        new("nic", "none", "there are no network back ends", (_, value) => RunMachineOptions.Only(value, "none", NoNetwork)),
        new("net", "none", "there are no network back ends", (_, value) => RunMachineOptions.Only(value, "none", NoNetwork)),
        new(
            "parallel", "none",
            "there are no parallel ports",
            (_, value) => RunMachineOptions.Only(value, "none", "pseries has no parallel ports")),
        new("audio", "none", "there is no sound", RunMachineOptions.NoAudio),
        new("audiodev", "none,id=ID", "there is no sound", RunMachineOptions.NoAudio),
        new("sandbox", "off", "there is no sandbox", (_, value) => RunMachineOptions.Only(value, "off", "there is no sandbox")),
        new("no-user-config", "there are no configuration files", _ => { }),

        new("version|V", "show the version", configuration => configuration.Request = RunRequest.Version),
        new("help|h|?", "show this help", configuration => configuration.Request = RunRequest.Help),
    ];

    /// <summary>Options of QEMU that belong to what is not there yet, each with the reason.</summary>
    public static IReadOnlyDictionary<string, string> Later { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["dtb"] = NoFirmware,
        ["L"] = NoFirmware,
        ["boot"] = NoFirmware,
        ["prom-env"] = NoFirmware,
        ["fw_cfg"] = NoFirmware,
        ["enable-kvm"] = "KVM is not used: the instructions of processors are interpreted",
        ["blockdev"] = "block devices are made with -drive",
        ["hda"] = NoDisk,
        ["hdb"] = NoDisk,
        ["cdrom"] = NoDisk,
        ["netdev"] = NoNetwork,
        ["loadvm"] = "there are no snapshots inside images; a snapshot in a file is loaded with 'hv snapshot load FILE', or -incoming file:FILE",
        ["only-migratable"] = "devices are looked at when the machine migrates: 'migrate' names the one that cannot",
        ["object"] = "there are no objects that users create yet",
        ["numa"] = "all memory and all processors are one NUMA node; others are not there yet",
        ["usb"] = "there is no USB yet",
        ["usbdevice"] = "there is no USB yet",
        ["vnc"] = "there is no display yet",
        ["spice"] = "there is no display yet",
        ["daemonize"] = "start it in the background with the shell or a service manager",
        ["runas"] = "start it as that user",
        ["chroot"] = "start it there",
        ["readconfig"] = "configuration files are not read; give the options on the command line",
        ["preconfig"] = "a machine is configured by the command line before it is made",
    };

    /// <summary>The names of all options.</summary>
    public static IEnumerable<string> Names => All.SelectMany(option => option.Names);

    /// <summary>The option of a name, or <see langword="null"/>.</summary>
    public static RunOption? Find(string name) => All.FirstOrDefault(option => option.Names.Contains(name));
}
