using Hv.Runtime.Machines;
using Hv.Runtime.Monitors;
using Hv.Runtime.Text;

namespace Hv.Cli.Run;

/// <summary>What the options of <c>hv run</c> come to.</summary>
internal sealed class RunConfiguration
{
    /// <summary>The <see cref="Incoming"/> that a monitor names later (<c>migrate-incoming</c>).</summary>
    public const string DeferredIncoming = "defer";

    /// <summary>What is to be shown instead of running a machine.</summary>
    public RunRequest Request { get; set; }

    /// <summary>The device type whose properties are to be shown.</summary>
    public string RequestedDevice { get; set; } = "";

    /// <summary>The name of the machine, or <see langword="null"/> for the default.</summary>
    public string? Machine { get; set; }

    /// <summary>Properties of the machine, in order.</summary>
    public List<(string Name, string Value)> MachineProperties { get; } = [];

    /// <summary>The accelerators, in the order of preference.</summary>
    public List<string> Accelerators { get; } = [];

    /// <summary>Memory, processors, identity.</summary>
    public MachineOptions Options { get; set; } = new();

    /// <summary>The topology of processors, from <c>-smp</c> and <c>-machine smp.*</c>.</summary>
    public OptionList Topology { get; } = new();

    /// <summary>The name of a guest that the program gets by itself (<c>--guest</c>), or <see langword="null"/>.</summary>
    public string? Guest { get; set; }

    /// <summary>The kernel's file (<c>-kernel</c>), or <see langword="null"/>.</summary>
    public string? Kernel { get; set; }

    /// <summary>What is in the kernel's file, when it is in the program itself.</summary>
    public ReadOnlyMemory<byte>? KernelContent { get; set; }

    /// <summary>The file that the kernel unpacks into its first file system (<c>-initrd</c>), or <see langword="null"/>.</summary>
    public string? Initrd { get; set; }

    /// <summary>The kernel's command line (<c>-append</c>), or <see langword="null"/>.</summary>
    public string? Append { get; set; }

    /// <summary>The firmware's file (<c>-bios</c>), or <see langword="null"/>.</summary>
    public string? Bios { get; set; }

    /// <summary>Whether time is counted by instructions (<c>-icount</c>).</summary>
    public bool CountsInstructions { get; set; }

    /// <summary>Whether there is anything for the processors to execute.</summary>
    public bool HasGuest => Kernel is not null || Bios is not null || Incoming is not null;

    /// <summary>Defaults for device types.</summary>
    public List<GlobalProperty> Globals { get; } = [];

    /// <summary>Devices: what the user wrote, the type, the id, the properties.</summary>
    public List<RunDevice> Devices { get; } = [];

    /// <summary>Character devices (<c>-chardev</c>).</summary>
    public List<string> CharacterDevices { get; } = [];

    /// <summary>Drives (<c>-drive</c> and its short forms): what the user wrote, the interface of a short form, the value.</summary>
    public List<(string Option, string Value)> Drives { get; } = [];

    /// <summary>Whether images of drives are left as they are (<c>-snapshot</c>).</summary>
    public bool HasSnapshots { get; set; }

    /// <summary>Serial ports (<c>-serial</c>).</summary>
    public List<string> SerialPorts { get; } = [];

    /// <summary>Monitors.</summary>
    public List<RunMonitor> Monitors { get; } = [];

    /// <summary>Where the qtest protocol is served (<c>-qtest</c>), or <see langword="null"/>.</summary>
    public string? Qtest { get; set; }

    /// <summary>Where a copy of the qtest protocol goes (<c>-qtest-log</c>): a file, <c>none</c>, or stderr when not given.</summary>
    public string? QtestLog { get; set; }

    /// <summary>Where gdb's remote protocol is served (<c>-gdb</c>, <c>-s</c>), or <see langword="null"/>.</summary>
    public string? Gdb { get; set; }

    /// <summary>Whether the machine waits for <c>cont</c> (<c>-S</c>).</summary>
    public bool StartsPaused { get; set; }

    /// <summary>
    /// Where a machine comes from that this one takes over (<c>-incoming</c>), <see cref="DeferredIncoming"/>, or <see langword="null"/>.
    /// </summary>
    public string? Incoming { get; set; }

    /// <summary>Whether default devices are left out (<c>-nodefaults</c>).</summary>
    public bool HasNoDefaults { get; set; }

    /// <summary>Whether a display was declined with <c>-display none</c>: then the terminal is not the default of the serial port.</summary>
    public bool HasNoDisplay { get; set; }

    /// <summary>The name of the virtual machine.</summary>
    public string? Name { get; set; }

    /// <summary>Patterns of trace events to enable.</summary>
    public List<string> TracePatterns { get; } = [];

    /// <summary>What processors write to a log (<c>-d</c>).</summary>
    public List<string> LogItems { get; } = [];

    /// <summary>Where trace records and logs go (<c>-trace file=</c>, <c>-D</c>), or <see langword="null"/> for stderr.</summary>
    public string? TraceFile { get; set; }

    /// <summary>Whether the time of day follows the virtual clock (<c>-rtc clock=vm</c>).</summary>
    public bool HasVirtualTimeOfDay { get; set; }

    /// <summary>Whether a reset ends the program.</summary>
    public bool EndsOnReset { get; set; }

    /// <summary>Whether the machine is kept when the guest powers itself off.</summary>
    public bool PausesOnShutdown { get; set; }

    /// <summary>What happens when the guest's operating system gives up, or <see langword="null"/> when the user does not say.</summary>
    public PanicAction? OnPanic { get; set; }

    /// <summary>Where the id of the process is written, or <see langword="null"/>.</summary>
    public string? PidFile { get; set; }
}
