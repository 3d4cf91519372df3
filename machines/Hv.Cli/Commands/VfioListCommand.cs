using System.CommandLine;
using System.Globalization;
using Hv.Cli.Output;
using Hv.Vfio.Host;
using Hv.Vfio.Kernel;
using Spectre.Console;

namespace Hv.Cli.Commands;

/// <summary><c>hv vfio list</c>: the host's devices by IOMMU group.</summary>
internal static class VfioListCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CommandContext context)
    {
        var json = CommonOptions.Json();
        var command = new CliCommand(
            "list",
            "Lists the host's PCI devices by IOMMU group, with drivers and what blocks each.",
            "Devices of one group are passed through together or not at all: the host's IOMMU does not keep them apart.",
            "hv vfio list",
            "hv vfio list --json")
        {
            json,
        };
        command.SetAction(result => VfioCommand.Run(context, kernel => Run(context, kernel, result.GetValue(json))));
        return command;
    }

    private static int Run(CommandContext context, IHostKernel kernel, bool json)
    {
        var list = HostGroups.Read(kernel.Files);
        var names = PciNames.Read(context.Host.PciNames, list.Groups.SelectMany(group => group.Devices).Select(device => (device.Vendor, device.Device)));
        if (json)
        {
            context.WriteJson(Describe(list, names), documents => documents.VfioListDocument);
            return ExitCode.Success;
        }

        if (list.Groups.Count > 0)
            Show(context.Console, list, names);

        if (list.Problem is not null)
            context.Console.WriteLine(list.Problem);

        return ExitCode.Success;
    }

    private static VfioListDocument Describe(HostGroups list, PciNames names) => new(
        [.. list.Groups.Select(group => new VfioGroupItem(
            group.Number, group.IsViable,
            [.. group.Devices.Select(device => new VfioDeviceItem(
                device.Address.ToString(), $"0x{device.Vendor:x4}", $"0x{device.Device:x4}", $"0x{device.ClassCode:x6}", names.Vendor(device.Vendor),
                names.Device(device.Vendor, device.Device), device.Driver, device.IsBridge, device.BlocksGroup, group.IsReady(device),
                group.StateOf(device)))]))],
        list.Problem);

    private static void Show(CliConsole console, HostGroups list, PciNames names)
    {
        var table = console.CreateTable("Group", "Address", "Ids", "Driver", "State", "Device");
        table.Columns[0].RightAligned();
        foreach (var group in list.Groups)
        {
            foreach (var device in group.Devices)
            {
                table.AddRow(
                    new Text(group.Number?.ToString(CultureInfo.InvariantCulture) ?? "-"),
                    new Text(device.Address.ToString()),
                    new Text($"{device.Vendor:x4}:{device.Device:x4}"),
                    new Text(device.Driver ?? "-"),
                    new Text(group.StateOf(device)),
                    new Text(names.Describe(device.Vendor, device.Device)));
            }
        }

        console.Write(table);
    }
}
