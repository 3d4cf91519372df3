using System.CommandLine;
using System.CommandLine.Help;

namespace Hv.Cli.Commands;

/// <summary><c>hv</c>: all commands.</summary>
internal static class HvCommand
{
    /// <summary>Makes the command.</summary>
    public static RootCommand Create(CommandContext context)
    {
        var root = new RootCommand(
            "Hv, a hypervisor framework: runs machines and looks into them, shows what its platforms declare, replays recordings of guests.")
        {
            RunCommand.Create(),
            MachinesCommand.Create(context),
            MachineCommand.Create(context),
            DevicesCommand.Create(context),
            DeviceCommand.Create(context),
            RtasCommand.Create(context),
            HypercallsCommand.Create(context),
            IsaCommand.Create(context),
            DeviceTreeCommand.Create(context),
            AbiCommand.Create(context),
            ReplayCommand.Create(context),
            InspectCommand.Create(context),
            MigrationCommand.Create(context),
            SnapshotCommand.Create(context),
            VfioCommand.Create(context),
        };

        var help = root.Options.OfType<HelpOption>().Single();
        var showHelp = new HelpAction((System.CommandLine.Help.HelpAction)help.Action!);
        help.Action = showHelp;
        root.Options.OfType<VersionOption>().Single().Action = new VersionAction();
        root.SetAction(showHelp.Invoke);
        return root;
    }
}
