using Hv.Cli.Guests;
using Hv.Cli.Output;
using Hv.Runtime.Machines;
using Hv.Runtime.Monitors;

namespace Hv.Cli.Run;

/// <summary>What a machine boots: files that the user names, or a guest that the program gets.</summary>
internal static class RunGuest
{
    /// <summary>Gets the guest. Files that the user names take the place of the guest's; what the user appends comes after its command line.</summary>
    /// <param name="configuration">The command line.</param>
    /// <param name="console">Shows a person what takes time.</param>
    /// <param name="findMachine">Finds the machine version that runs it.</param>
    /// <exception cref="RunException">There is no such guest, it cannot be had, or the options do not fit each other.</exception>
    public static void Apply(RunConfiguration configuration, CliConsole console, Func<MachineVersion> findMachine)
    {
        if (configuration is { Kernel: null, Guest: null, Initrd: not null })
            throw new RunException($"-initrd {configuration.Initrd}: only a kernel has use for it; give -kernel FILE");

        if (configuration is { Kernel: null, Guest: null, Append: not null })
            throw new RunException($"-append {configuration.Append}: only a kernel has use for it; give -kernel FILE");

        if (LacksGuest(configuration) && BuiltInGuest.RunsOn(findMachine()))
            configuration.Guest = BuiltInGuest.GuestName;

        if (configuration.Guest is { } name)
            Take(configuration, GuestTable.Find(name).Prepare(new GuestProgress(console)));

        configuration.Options = configuration.Options with
        {
            Boot = new BootOptions
            {
                Kernel = configuration.Kernel,
                KernelContent = configuration.KernelContent,
                InitialRamDisk = configuration.Initrd,
                CommandLine = configuration.Append ?? "",
                Firmware = configuration.Bios,
            },
        };
    }

    /// <summary>
    /// Whether nothing says what runs. A machine without a guest is what a test or a monitor plays the guest of, what another machine
    /// is taken over into, or what <c>-nodefaults</c> asks for.
    /// </summary>
    private static bool LacksGuest(RunConfiguration configuration) =>
        configuration is { Kernel: null, Bios: null, Guest: null, Qtest: null, Incoming: null, HasNoDefaults: false }
        && !configuration.Accelerators.Contains(RunProgram.Qtest);

    private static void Take(RunConfiguration configuration, GuestFiles files)
    {
        if (configuration.Kernel is null)
            (configuration.Kernel, configuration.KernelContent) = (files.Kernel, files.KernelContent);

        if (files.FailsOnPanic)
            configuration.OnPanic ??= PanicAction.ExitFailure;

        if (configuration.Devices.Count == 0)
        {
            configuration.Drives.AddRange(files.Drives.Select(drive => ("-drive", drive)));
            foreach (var device in files.Devices)
                RunDeviceOptions.Device(configuration, device);
        }

        configuration.Initrd ??= files.Initrd;
        configuration.Append = configuration.Append is { Length: > 0 } added ? $"{files.CommandLine} {added}".TrimStart() : files.CommandLine;
    }
}
