using System.Diagnostics;

namespace Hv.Conformance.Infrastructure;

/// <summary>Finds the QEMU that Hv is compared with.</summary>
internal static class QemuInstallation
{
    private const string Version = "7.2";
    private const string Power = "qemu-system-ppc64";
    private const string X86 = "qemu-system-x86_64";

    private static readonly Lazy<(string? Path, string? Missing)> FoundPower = new(() => Find(Power));
    private static readonly Lazy<(string? Path, string? Missing)> FoundX86 = new(() => Find(X86));

    /// <summary>The program for POWER. Without it the running test fails on a build server and is skipped elsewhere.</summary>
    public static string Require() => Require(FoundPower, "qemu-system-ppc");

    /// <summary>The program for x86. Without it the running test fails on a build server and is skipped elsewhere.</summary>
    public static string RequireX86() => Require(FoundX86, "qemu-system-x86");

    private static string Require(Lazy<(string? Path, string? Missing)> found, string package)
    {
        var (path, missing) = found.Value;
        if (path is not null)
            return path;

        var remedy = $"Debian 12 has version {Version} of it in the package {package}.";
        if (Environment.GetEnvironmentVariable("CI") is "true" or "1")
            Assert.Fail($"{missing} {remedy} With CI=true these tests must run.");
        else
            Assert.Ignore($"{missing} {remedy}");

        throw new InvalidOperationException(missing);
    }

    private static (string? Path, string? Missing) Find(string program)
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);
        if (path is null)
            return (null, $"{program} is not on the PATH.");

        using var process = Process.Start(new ProcessStartInfo(path, "--version") { RedirectStandardOutput = true })!;
        if (!process.WaitForExit(LineChannel.Patience))
        {
            process.Kill();
            return (null, $"{path} --version does not end.");
        }

        // "QEMU emulator version 7.2.22 (Debian …)": other versions lack old machines or differ from what is written down here.
        var text = process.StandardOutput.ReadLine() ?? "";
        return text.Contains($" version {Version}.", StringComparison.Ordinal)
            ? (path, null)
            : (null, $"{path} is not version {Version}: {text}.");
    }
}
