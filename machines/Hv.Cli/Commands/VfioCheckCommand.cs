using System.CommandLine;
using System.Text.Json;
using Hv.Cli.Output;
using Hv.Vfio.Host;
using Hv.Vfio.Kernel;
using Spectre.Console;

namespace Hv.Cli.Commands;

/// <summary><c>hv vfio check ADDRESS</c>: whether a device can be passed through.</summary>
internal static class VfioCheckCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CommandContext context)
    {
        var address = new Argument<string>("ADDRESS") { Description = "The device: DOMAIN:BUS:DEVICE.FUNCTION, such as 0000:01:00.0." };
        var memory = new Option<string?>("--memory", "-m")
        {
            Description = "RAM of the guest that is to get it, such as 4G: whether so much may be locked.",
            HelpName = "SIZE",
        };
        var json = CommonOptions.Json();
        var command = new CliCommand(
            "check",
            "Says whether a device can be passed through, and what to do.",
            "A device that vfio-pci has is opened for a moment, as a guest would. Exit code 0: it can be passed through; 1: it cannot, as\n"
            + "things are.",
            "hv vfio check 0000:01:00.0",
            "hv vfio check 01:00.0 --memory 4G --json")
        {
            address,
            memory,
            json,
        };
        command.SetAction(result =>
        {
            var parsed = VfioCommand.ParseAddress(result.GetRequiredValue(address));
            var size = MemorySize.Parse("--memory", result.GetValue(memory));
            return VfioCommand.Run(context, kernel => Run(context, kernel, parsed, size, result.GetValue(json)));
        });
        return command;
    }

    private static int Run(CommandContext context, IHostKernel kernel, HostPciAddress address, ulong? memory, bool json)
    {
        var report = PassthroughCheck.Run(kernel, address, memory);
        if (json)
            context.WriteJson(Describe(report), documents => documents.VfioCheckDocument);
        else
            Show(context, report);

        return report.CanBePassedThrough ? ExitCode.Success : ExitCode.Different;
    }

    private static VfioCheckDocument Describe(PassthroughReport report) => new(
        report.Address.ToString(), report.CanBePassedThrough,
        [.. report.Findings.Select(finding => new VfioFindingItem(Name(finding.Kind), Name(finding.Topic), finding.Seen, finding.Advice))]);

    private static void Show(CommandContext context, PassthroughReport report)
    {
        var console = context.Console;
        if (report.Device is { } device)
        {
            var names = PciNames.Read(context.Host.PciNames, [(device.Vendor, device.Device)]);
            console.WriteLine($"{device.Address} [{device.Vendor:x4}:{device.Device:x4}] {names.Describe(device.Vendor, device.Device)}".TrimEnd());
        }

        var table = console.CreateTable("", "About", "Seen", "What to do");
        foreach (var finding in report.Findings)
        {
            table.AddRow(
                new Text(Name(finding.Kind), finding.Kind switch
                {
                    FindingKind.Problem => new Style(Color.Red),
                    FindingKind.Hint => new Style(Color.Yellow),
                    _ => new Style(Color.Green),
                }),
                new Text(Name(finding.Topic).Replace('-', ' ')),
                new Text(finding.Seen),
                new Text(finding.Advice ?? ""));
        }

        console.Write(table);
        console.WriteLine(report.CanBePassedThrough
            ? $"{report.Address} can be passed through: hv run -device vfio-pci,host={report.Address}"
            : $"{report.Address} cannot be passed through: {report.Problems} {(report.Problems == 1 ? "problem" : "problems")}.");
    }

    private static string Name<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
}
