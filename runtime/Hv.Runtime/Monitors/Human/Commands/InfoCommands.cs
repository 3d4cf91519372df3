using System.Globalization;
using System.Text;
using Hv.Runtime.Block;
using Hv.Runtime.Machines;
using Hv.Runtime.Monitors.Qmp.Commands;

namespace Hv.Runtime.Monitors.Human.Commands;

/// <summary>Subcommands of info about the machine as a whole.</summary>
internal sealed class InfoCommands(MachineSession session)
{
    /// <summary>The commands.</summary>
    public IEnumerable<HumanCommand> All =>
    [
        new("version", "show the version of the program", () => $"{ProtocolCommands.PackageName}\n"),
        new("status", "show the current VM status (running|paused)", Status),
        new("name", "show the current VM name", () => session.Options.Name is { } name ? name + "\n" : ""),
        new("uuid", "show the current VM UUID", () => $"{session.Machine.Options.Uuid ?? Guid.Empty}\n"),
        new("chardev", "show the character devices", () => Lines(session.Machine.Options.CharacterDevices.All
            .Select(device => $"{device.Id}: filename={device.FileName}"))),
        new("block", "[-n] [-v] [device]", "show info of one block device or all block devices", Blocks),
        new("cpus", "show infos for each CPU", () => Lines(session.Machine.Cpus.Select(ShowCpu))),
        new("memory_size_summary", "show the amount of initially allocated and present hotpluggable memory in bytes", () =>
            string.Create(CultureInfo.InvariantCulture, $"base memory: {session.Machine.Options.RamSize}\nplugged memory: 0\n")),
        new("ramblock", "Display system ramblock information", () => Lines(session.Machine.Memory.Blocks
            .Select(block => $"{block.Block.Name}: 0x{block.Block.Size:x} bytes"))),
        new("numa", "show NUMA information", Numa),
        new("qdm", "show qdev device model list", () => Lines(session.Catalog.Devices.Where(type => !type.IsAbstract)
            .Select(type => $"name \"{type.Name}\"{(type.Summary.Length > 0 ? $", desc \"{type.Summary}\"" : "")}"))),
        new("trace-events", "[name] [vcpu]", "show available trace-events & their state", Events),
    ];

    private string Blocks(HumanArguments arguments)
    {
        // Switches ask for names of nodes and for more, which there are not.
        var wanted = Enumerable.Range(0, arguments.Count).Select(arguments.Optional).FirstOrDefault(word => word is not ['-', ..]);
        var devices = session.Machine.Options.BlockDevices.All.Where(device => wanted is null || device.Id == wanted).ToList();
        if (devices.Count == 0 && wanted is not null)
            throw new MonitorException($"Device '{wanted}' not found");

        return string.Join('\n', devices.Select(ShowBlock));
    }

    private static string ShowBlock(BlockDevice device)
    {
        var cache = device.Caching == BlockCaching.Unsafe ? "writeback, ignore flushes" : device.HasWriteCache ? "writeback" : "writethrough";
        var user = device.User is { } name ? $"    Attached to:      {name}\n" : "";
        return $"{device.Id}: {device.FileName} ({device.Format}{(device.IsReadOnly ? ", read-only" : "")})\n{user}    Cache mode:       {cache}\n";
    }

    private static string Lines(IEnumerable<string> lines)
    {
        var text = new StringBuilder();
        foreach (var line in lines)
            text.Append(line).Append('\n');

        return text.ToString();
    }

    private static string ShowCpu(VirtualCpu cpu, int index) => string.Create(
        CultureInfo.InvariantCulture, $"{(index == 0 ? '*' : ' ')} CPU #{index}: id={cpu.Id}{(cpu.IsStopped ? " (stopped)" : "")}");

    private string Status()
    {
        var state = session.State;
        return state switch
        {
            RunState.Running => "VM status: running\n",
            RunState.Paused => "VM status: paused\n",
            _ => $"VM status: paused ({state.Name()})\n",
        };
    }

    /// <summary>All memory and all processors are one node.</summary>
    private string Numa() => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        1 nodes
        node 0 cpus: {string.Join(' ', session.Machine.Cpus.Select((_, index) => index))}
        node 0 size: {session.Machine.Options.RamSize >> 20} MB
        node 0 plugged: 0 MB

        """);

    private string Events(HumanArguments arguments)
    {
        var pattern = arguments.Optional(0) ?? "*";
        return Lines(session.Machine.Trace.Events
            .Where(traceEvent => System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(pattern, traceEvent.Name, ignoreCase: false))
            .Select(traceEvent => $"{traceEvent.Name} : state {(traceEvent.IsEnabled ? 1 : 0)}"));
    }
}
