using System.CommandLine;
using Hv.Vfio;
using Hv.Vfio.Host;
using Hv.Vfio.Kernel;

namespace Hv.Cli.Commands;

/// <summary><c>hv vfio bind</c> and <c>hv vfio unbind</c>: which driver has a device.</summary>
internal static class VfioBindCommand
{
    /// <summary>Makes <c>hv vfio bind</c>.</summary>
    public static Command Create(CommandContext context)
    {
        var addresses = Addresses("The devices to take from the host's drivers.");
        var group = new Option<bool>("--group", "-g") { Description = "Bind the other devices of their IOMMU groups too; bridges stay as they are." };
        var force = new Option<bool>("--force", "-f") { Description = "Bind even a device that the host uses: a mounted disk, a network interface that is up." };
        var command = new CliCommand(
            "bind",
            "Binds devices to vfio-pci, so that guests can have them.",
            "The host's driver loses the device. It lasts until 'hv vfio unbind', or until the host starts again. Needs root.",
            "hv vfio bind 0000:01:00.0",
            "hv vfio bind 0000:01:00.0 --group   # and all that it shares its IOMMU group with")
        {
            addresses,
            group,
            force,
        };
        command.SetAction(result =>
        {
            var wanted = Parse(result.GetRequiredValue(addresses));
            var isForced = result.GetValue(force);
            return VfioCommand.Run(context, kernel => Each(
                context,
                result.GetValue(group) ? WithGroups(kernel.Files, wanted) : wanted,
                address => DriverBinding.Bind(kernel, address, isForced)));
        });
        return command;
    }

    /// <summary>Makes <c>hv vfio unbind</c>.</summary>
    public static Command CreateUnbind(CommandContext context)
    {
        var addresses = Addresses("The devices to give back.");
        var command = new CliCommand(
            "unbind",
            "Takes devices from vfio-pci and gives them back to the host's drivers.",
            "A device that a guest has stays with it: end the guest first. Needs root.",
            "hv vfio unbind 0000:01:00.0")
        {
            addresses,
        };
        command.SetAction(result =>
        {
            var wanted = Parse(result.GetRequiredValue(addresses));
            return VfioCommand.Run(context, kernel => Each(context, wanted, address => DriverBinding.Unbind(kernel, address)));
        });
        return command;
    }

    private static Argument<string[]> Addresses(string description) => new("ADDRESS")
    {
        Description = description,
        Arity = ArgumentArity.OneOrMore,
    };

    private static List<HostPciAddress> Parse(IEnumerable<string> texts) => [.. texts.Select(VfioCommand.ParseAddress).Distinct()];

    private static List<HostPciAddress> WithGroups(IHostFiles files, List<HostPciAddress> addresses) =>
    [
        .. addresses.Concat(addresses.Select(address => HostPciDevice.Find(files, address)?.Group).OfType<int>().Distinct()
            .SelectMany(group => HostPciDevice.OfGroup(files, group)).Where(device => !device.IsBridge).Select(device => device.Address)).Distinct(),
    ];

    /// <summary>Does all that can be done; each device that could not be is one line on stderr.</summary>
    private static int Each(CommandContext context, List<HostPciAddress> addresses, Func<HostPciAddress, BindingOutcome> change)
    {
        var done = new List<BindingOutcome>();
        foreach (var address in addresses)
        {
            try
            {
                var outcome = change(address);
                done.Add(outcome);
                context.Console.WriteLine($"{address}: {Describe(outcome)}");
            }
            catch (VfioException exception)
            {
                VfioCommand.Fail(context, exception);
            }
        }

        // What the last one of each group left.
        foreach (var outcome in done.Where(outcome => outcome.After.IsBoundToVfio).GroupBy(outcome => outcome.After.Group).Select(group => group.Last()))
        {
            foreach (var blocking in outcome.Blocking)
            {
                context.Console.WriteLine(
                    $"IOMMU group {outcome.After.Group} is still blocked by {blocking}{(blocking.IsBridge ? ", a bridge" : $": hv vfio bind {blocking.Address}")}");
            }
        }

        return done.Count == addresses.Count ? ExitCode.Success : ExitCode.Different;
    }

    private static string Describe(BindingOutcome outcome)
    {
        var now = outcome.After.Driver is { } driver ? $"driver {driver}" : "no driver";
        return outcome.HasChanged
            ? $"{now}, before: {outcome.Before.Driver ?? "none"}"
            : outcome.After.IsBoundToVfio ? $"{now}, as before" : $"{now}; vfio-pci did not have it";
    }
}
