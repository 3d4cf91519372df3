namespace Hv.Runtime.Machines;

/// <summary>What the guest of a machine starts with. Files are read each time the machine is reset.</summary>
public sealed record BootOptions
{
    /// <summary>An ELF file, or a raw image, that is the guest's kernel (<c>-kernel</c>), or <see langword="null"/>.</summary>
    public string? Kernel { get; init; }

    /// <summary>What is in that file, when it is in none: then its name is for messages alone.</summary>
    public ReadOnlyMemory<byte>? KernelContent { get; init; }

    /// <summary>What the kernel unpacks as its first file system (<c>-initrd</c>), or <see langword="null"/>.</summary>
    public string? InitialRamDisk { get; init; }

    /// <summary>The kernel's command line (<c>-append</c>).</summary>
    public string CommandLine { get; init; } = "";

    /// <summary>A firmware image that runs instead of the machine's own firmware (<c>-bios</c>), or <see langword="null"/>.</summary>
    public string? Firmware { get; init; }
}
