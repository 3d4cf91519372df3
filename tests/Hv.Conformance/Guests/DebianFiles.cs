using System.Diagnostics;
using Hv.Cli.Tests.Infrastructure;

namespace Hv.Conformance.Guests;

/// <summary>Debian's kernel and our initramfs, as <c>hv run --guest debian</c> keeps them for the user who runs the tests.</summary>
internal static class DebianFiles
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private static readonly Lazy<(string? Folder, string Said)> Found = new(Fetch);

    /// <summary>The kernel, with its symbols.</summary>
    public static string Kernel => Path.Combine(Require(), "vmlinux");

    /// <summary>The initramfs.</summary>
    public static string Initrd => Path.Combine(Require(), "initrd.gz");

    private static string Require()
    {
        var (folder, said) = Found.Value;
        if (folder is null)
            Assert.Ignore($"The guest cannot be had here: {said}");

        return folder!;
    }

    private static (string? Folder, string Said) Fetch()
    {
        // No machine has this name: the program ends when it has the guest.
        using var process = Process.Start(new ProcessStartInfo(BuiltProgram.Hv, ["run", "--guest", "debian", "-machine", "nothing"])
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
        })!;
        var error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            return (null, "it takes too long");
        }

        if (!error.Result.Contains("unsupported machine type 'nothing'", StringComparison.Ordinal))
            return (null, error.Result.Trim());

        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        if (string.IsNullOrEmpty(cache))
            cache = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");

        return (Directory.GetDirectories(Path.Combine(cache, "hv", "guests"), "debian-*").Order(StringComparer.Ordinal).Last(), "");
    }
}
