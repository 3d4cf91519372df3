namespace Hv.Cli.Guests;

/// <summary>What a machine boots: the names of the files, and the command line of the kernel.</summary>
/// <param name="Kernel">An ELF kernel.</param>
/// <param name="Initrd">What it unpacks into its first file system.</param>
/// <param name="CommandLine">The kernel's command line, to which a user adds.</param>
internal sealed record GuestFiles(string Kernel, string Initrd, string CommandLine);
