using Hv.Cli.Guests;
using Hv.Cli.Output;

namespace Hv.Cli.Run;

/// <summary>Takes a guest that was named into the options that it stands for: kernel, initrd, command line.</summary>
internal static class RunGuest
{
    /// <summary>Gets the guest. Files that the user names take the place of the guest's; what the user appends comes after its command line.</summary>
    /// <exception cref="RunException">There is no such guest, it cannot be had, or the options do not fit each other.</exception>
    public static void Apply(RunConfiguration configuration, CliConsole console)
    {
        if (configuration is { Kernel: null, Guest: null, Initrd: not null })
            throw new RunException($"-initrd {configuration.Initrd}: only a kernel has use for it; give -kernel FILE");

        if (configuration is { Kernel: null, Guest: null, Append: not null })
            throw new RunException($"-append {configuration.Append}: only a kernel has use for it; give -kernel FILE");

        if (configuration.Guest is not { } name)
            return;

        var files = GuestTable.Find(name).Prepare(new GuestProgress(console));
        configuration.Kernel ??= files.Kernel;
        configuration.Initrd ??= files.Initrd;
        configuration.Append = configuration.Append is { Length: > 0 } added ? $"{files.CommandLine} {added}" : files.CommandLine;
    }
}
