using System.CommandLine;
using Hv.Cli.Run;
using Hv.Pseries.Firmware;
using Hv.Runtime.Machines;

namespace Hv.Cli.Commands;

/// <summary><c>hv dt</c>: the device tree that a machine shows its guest.</summary>
internal static class DeviceTreeCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CommandContext context)
    {
        var node = new Argument<string?>("NODE")
        {
            Description = "The path of the node to print, with all below it; the whole tree when not given.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var machine = CommonOptions.Machine(context.Catalog, "The machine version; the default one when not given.");
        var devices = new Option<string[]>("--device")
        {
            Description = "A device, as QEMU's -device has it; repeatable.",
            HelpName = "TYPE[,PROPERTY=VALUE…]",
        };
        var globals = new Option<string[]>("--global")
        {
            Description = "A default for all devices of a type, as QEMU's -global has it; repeatable.",
            HelpName = "TYPE.PROPERTY=VALUE",
        };
        var memory = new Option<string?>("--memory", "-m") { Description = "RAM, as QEMU's -m has it; 512M when not given.", HelpName = "SIZE" };
        var command = new CliCommand(
            "dt",
            "Prints the device tree that a machine shows its guest.",
            "The text is what the device tree compiler reads: 'hv dt | dtc -O dtb'. It is the tree after power-on: what guest and machine agree\n"
            + "upon later, and where a kernel is put, is not in it.",
            "hv dt",
            "hv dt /pci@800000020000000 --machine pseries-2.3",
            "hv dt --device spapr-pci-host-bridge,index=1 --global spapr-pci-host-bridge.ddw=off")
        {
            node,
            machine,
            devices,
            globals,
            memory,
        };
        command.SetAction(result => Run(
            context, result.GetValue(node), result.GetValue(machine), result.GetValue(devices) ?? [], result.GetValue(globals) ?? [],
            MemorySize.Parse("--memory", result.GetValue(memory))));
        return command;
    }

    private static int Run(
        CommandContext context, string? path, string? machineName, IReadOnlyList<string> devices, IReadOnlyList<string> globals, ulong? memory)
    {
        var configuration = Parse(devices, globals);
        var defaults = new MachineOptions();
        var options = defaults with { RamSize = memory ?? defaults.RamSize, Globals = configuration.Globals };
        using var machine = context.Catalog.FindMachineOrDefault(machineName).Realize(options, made =>
        {
            foreach (var device in configuration.Devices)
                Guard(() => RunProgram.CreateDevice(context.Catalog.Devices, made, device));
        });
        if (machine is not Pseries.PseriesMachine pseries)
            throw new CliException($"{machine.Version.Name} has no device tree.");

        var root = DeviceTree.Create(pseries);
        var tree = path is null ? root : Find(root, path);
        tree.WriteSource(context.Console.Output);
        return ExitCode.Success;
    }

    private static RunConfiguration Parse(IReadOnlyList<string> devices, IReadOnlyList<string> globals)
    {
        var configuration = new RunConfiguration();
        foreach (var device in devices)
            Guard(() => RunDeviceOptions.Device(configuration, device), $"--device {device}: ");

        foreach (var global in globals)
            Guard(() => RunDeviceOptions.Global(configuration, global), $"--global {global}: ");

        return configuration.Request == RunRequest.None
            ? configuration
            : throw new CliException("'hv devices' lists the device types, 'hv device NAME' the properties of one.");
    }

    private static void Guard(Action action, string prefix = "")
    {
        try
        {
            action();
        }
        catch (Exception exception) when (exception is RunException or FormatException)
        {
            throw new CliException(prefix + exception.Message, exception);
        }
    }

    /// <summary>The tree with nothing in it but a node and what is below it: the compiler reads nothing without a root.</summary>
    private static DeviceTreeNode Find(DeviceTreeNode root, string path)
    {
        var node = root;
        var names = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        foreach (var name in names)
        {
            node = node.Children.FirstOrDefault(child => child.Name == name) ?? throw new CliException(
                $"there is no node '{path}'; below '{(node.Name.Length == 0 ? "/" : node.Name)}' there "
                + (node.Children.Count == 0 ? "is none." : $"are: {string.Join(", ", node.Children.Select(child => child.Name))}."));
        }

        if (names.Length == 0)
            return root;

        foreach (var name in names.Reverse().Skip(1).Append(""))
            node = new DeviceTreeNode(name) { Children = { node } };

        // How the addresses below the root are to be read.
        node.Properties.AddRange(root.Properties.Where(property => property.Name.StartsWith('#')));
        return node;
    }
}
