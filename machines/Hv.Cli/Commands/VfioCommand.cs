using System.CommandLine;
using Hv.Vfio;
using Hv.Vfio.Host;
using Hv.Vfio.Kernel;

namespace Hv.Cli.Commands;

/// <summary><c>hv vfio</c>: devices of the host that guests can have.</summary>
internal static class VfioCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CommandContext context) => new CliCommand(
        "vfio",
        "Shows which devices of the host can be passed through to a guest, and makes them ready.",
        "A device is passed through with 'hv run -device vfio-pci,host=ADDRESS'. For that it is bound to the driver vfio-pci, and no\n"
        + "device in its IOMMU group is used by the host. Linux only.",
        "hv vfio list                 # groups, devices, drivers, and what blocks each",
        "hv vfio check 0000:01:00.0   # whether it can be passed through, and what to do",
        "hv vfio bind 0000:01:00.0    # takes it from the host's driver; needs root",
        "hv vfio unbind 0000:01:00.0  # gives it back")
    {
        VfioListCommand.Create(context),
        VfioCheckCommand.Create(context),
        VfioBindCommand.Create(context),
        VfioBindCommand.CreateUnbind(context),
    };

    /// <summary>Runs a command on the host's kernel. What the host cannot do is one line on stderr.</summary>
    public static int Run(CommandContext context, Func<IHostKernel, int> command)
    {
        try
        {
            return command(context.Host.Kernel());
        }
        catch (Exception exception) when (exception is VfioException or PlatformNotSupportedException)
        {
            Fail(context, exception);
            return ExitCode.Different;
        }
    }

    /// <summary>Tells in one line what the host cannot do.</summary>
    public static void Fail(CommandContext context, Exception exception) =>
        context.Console.Error.WriteLine($"hv: {exception.Message.ReplaceLineEndings(" ")}");

    /// <summary>Reads an address.</summary>
    /// <exception cref="CliException">It is none.</exception>
    public static HostPciAddress ParseAddress(string text) => HostPciAddress.TryParse(text, out var address)
        ? address
        : throw new CliException($"'{text}' is no PCI address; give {HostPciAddress.Form}.");
}
