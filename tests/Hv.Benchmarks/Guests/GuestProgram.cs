using System.Diagnostics;

namespace Hv.Benchmarks.Guests;

/// <summary>A program that runs pseries machines: ours as this build made it, or QEMU.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Path">The program.</param>
/// <param name="Arguments">What it is given before the options that both are given.</param>
/// <param name="CommandLine">What the kernel's command line starts with.</param>
internal sealed record GuestProgram(string Name, string Path, string[] Arguments, string CommandLine)
{
    private const string QemuName = "qemu-system-ppc64";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>The program <c>hv</c> of the same build as this program.</summary>
    /// <exception cref="FileNotFoundException">It was not built.</exception>
    public static string HvPath
    {
        get
        {
            // artifacts/bin/PROJECT/CONFIGURATION/ is where each project's output is.
            var own = new DirectoryInfo(AppContext.BaseDirectory);
            var path = System.IO.Path.Combine(own.Parent!.Parent!.FullName, "Hv.Cli", own.Name, OperatingSystem.IsWindows() ? "hv.exe" : "hv");
            return File.Exists(path) ? path : throw new FileNotFoundException($"{path} is not there; it is built with this program.", path);
        }
    }

    /// <summary>QEMU, if it is installed.</summary>
    public static string? QemuPath => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => System.IO.Path.Combine(folder, QemuName))
        .FirstOrDefault(File.Exists);

    /// <summary>Hv, with the kernel and initramfs of <c>hv run --guest debian</c>.</summary>
    public static GuestProgram Hv() => new("Hv", HvPath, ["run", "--guest", "debian"], "");

    /// <summary>QEMU, with the same files, which Hv keeps for the user who runs this.</summary>
    public static GuestProgram Qemu(string path)
    {
        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        if (!System.IO.Path.IsPathRooted(cache))
            cache = System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");

        var folder = Directory.GetDirectories(System.IO.Path.Combine(cache, "hv", "guests"), "debian-*").Order(StringComparer.Ordinal).Last();
        return new GuestProgram(
            "QEMU",
            path,
            [
                "-nodefaults", "-display", "none", "-vga", "none",
                "-kernel", System.IO.Path.Combine(folder, "vmlinux"), "-initrd", System.IO.Path.Combine(folder, "initrd.gz"),
            ],
            "console=hvc0 ");
    }

    /// <summary>Gets the guest, if it is not in the cache yet: says why it cannot be had, or nothing.</summary>
    public static string? Fetch()
    {
        // No machine has this name: the program ends when it has the guest.
        using var process = Process.Start(new ProcessStartInfo(HvPath, ["run", "--guest", "debian", "-machine", "nothing"])
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
        })!;
        var error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            return "it takes too long";
        }

        return error.Result.Contains("unsupported machine type 'nothing'", StringComparison.Ordinal) ? null : error.Result.Trim();
    }
}
