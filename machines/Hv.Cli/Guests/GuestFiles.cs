namespace Hv.Cli.Guests;

/// <summary>What a machine boots: the names of the files, and the command line of the kernel.</summary>
/// <param name="Kernel">An ELF kernel.</param>
/// <param name="Initrd">What it unpacks into its first file system, or <see langword="null"/>.</param>
/// <param name="CommandLine">The kernel's command line, to which a user adds.</param>
internal sealed record GuestFiles(string Kernel, string? Initrd, string CommandLine)
{
    /// <summary>What is in the kernel's file, when there is no such file: then its name is for messages.</summary>
    public ReadOnlyMemory<byte>? KernelContent { get; init; }

    /// <summary>Whether the program ends with an error when the guest gives up, and the user does not say what else is to happen.</summary>
    public bool FailsOnPanic { get; init; }

    /// <summary>The devices that the guest is for, as <c>-device</c> has them: added when the user names none.</summary>
    public IReadOnlyList<string> Devices { get; init; } = [];

    /// <summary>The drives of these devices, as <c>-drive</c> has them.</summary>
    public IReadOnlyList<string> Drives { get; init; } = [];
}
