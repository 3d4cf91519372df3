namespace Hv.Runtime.Monitors.Human.Commands;

/// <summary>
/// Commands that QEMU's users and tests know and that cannot do anything here yet: each says so. Those about something of which
/// there is none show what QEMU shows then.
/// </summary>
internal static class AbsentCommands
{
    private const string NoBlock = "there are no block devices";
    private const string NoNetwork = "there are no network back ends";
    private const string NoInput = "there is no keyboard, mouse or display";
    private const string NoSound = "there is no sound";
    private const string NoProcessor = "a debugger does that: start the program with -gdb";

    /// <summary>The commands.</summary>
    public static IEnumerable<HumanCommand> All { get; } =
    [
        Nothing("announce_self", "[interfaces] [id]", "Trigger GARP/RARP announcements"),
        Fails("balloon", "target", "request VM to change its memory allocation (in MB)", "No balloon device has been activated"),
        Fails("boot_set", "bootdevice", "define new values for the boot device list",
            "no function defined to set boot device list for this architecture"),
        Fails("chardev-change", "id args", "change chardev", "a character device cannot be changed, only removed and added"),
        Fails("chardev-send-break", "id", "send a break on chardev", "no character device has a break signal"),
        Nothing("commit", "device|all", "commit changes to the disk images (if -snapshot is used) or backing files"),
        Fails("drive_add", "[-n] addr options", "add drive to PCI storage controller", NoBlock),
        Fails("drive_del", "device", "remove host block device", NoBlock),
        Fails("dump-guest-memory", "[-p] [-d] filename [begin length]", "dump guest memory into file 'filename'",
            "use pmemsave, or a QEMU core for tools that need one"),
        Fails("gdbserver", "[device]", "start gdbserver on given device", "start the program with -gdb, or -s"),
        Fails("gva2gpa", "addr", "print the guest physical address corresponding to a guest virtual address", NoProcessor),
        Fails("hostfwd_add", "[netdev_id] rule", "redirect TCP or UDP connections from host to guest", NoNetwork),
        Fails("hostfwd_remove", "[netdev_id] rule", "remove host-to-guest TCP or UDP redirection", NoNetwork),
        Fails("log", "item1[,...]", "activate logging of the specified items",
            "start the program with -d; there are trace events as well: trace-event NAME on"),
        Fails("memsave", "addr size file", "save to disk virtual memory dump starting at 'addr' of size 'size'", NoProcessor),
        Fails("mouse_button", "state", "change mouse button state (1=L, 2=M, 4=R)", NoInput),
        Fails("mouse_move", "dx dy [dz]", "send mouse move events", NoInput),
        Fails("mouse_set", "index", "set which mouse device receives events", NoInput),
        Fails("netdev_add", "type,id=str[,prop=value][,...]", "add host network device", NoNetwork),
        Fails("netdev_del", "id", "remove host network device", NoNetwork),
        Fails("nmi", "", "inject an NMI", NoProcessor),
        Fails("object_add", "type,id=str[,prop=value][,...]", "create QOM object", "there are no objects that users create"),
        Fails("screendump", "filename", "save screen as image 'filename'", NoInput),
        Fails("sendkey", "keys [hold_ms]", "send keys to the VM", NoInput),
        Fails("set_link", "name on|off", "change the link status of a network adapter", NoNetwork),
        Fails("singlestep", "[on|off]", "run emulation in singlestep mode or switch to normal mode", NoProcessor),
        Fails("stopcapture", "capture index", "stop capture", NoSound),
        Fails("wavcapture", "path audiodev", "capture audio to a wave file", NoSound),
        Fails("x", "/fmt addr", "virtual memory dump starting at 'addr'", NoProcessor + "; use xp"),
    ];

    /// <summary>The subcommands of info.</summary>
    public static IEnumerable<HumanCommand> Info { get; } =
    [
        Fails("balloon", "", "show balloon information", "No balloon device has been activated"),
        Shows("block-jobs", "show progress of ongoing block device operations", "No active jobs\n"),
        Nothing("blockstats", "", "show block device statistics"),
        Nothing("capture", "", "show capture information"),
        Nothing("iothreads", "", "show iothreads"),
        Shows("kvm", "show KVM information", "kvm support: not compiled\n"),
        Nothing("memory-devices", "", "show memory devices"),
        Shows("mice", "show which guest mouse is receiving events", "No mouse devices connected\n"),
        Nothing("network", "", "show the network state"),
        Nothing("roms", "", "show roms"),
        Shows("snapshots", "show the currently saved VM snapshots", "No available block device supports snapshots\n"),
        Shows("tpm", "show the TPM device", "TPM device not supported\n"),
        Fails("usb", "", "show guest USB devices", "USB support not enabled"),
    ];

    private static HumanCommand Fails(string name, string parameters, string help, string reason) =>
        new(name, parameters, help, _ => throw new MonitorException(reason));

    private static HumanCommand Nothing(string name, string parameters, string help) => new(name, parameters, help, _ => "");

    private static HumanCommand Shows(string name, string help, string text) => new(name, "", help, _ => text);
}
