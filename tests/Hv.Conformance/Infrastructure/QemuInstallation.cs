using System.Diagnostics;

namespace Hv.Conformance.Infrastructure;

/// <summary>Finds the QEMU that Hv is compared with.</summary>
internal static class QemuInstallation
{
    private const string Program = "qemu-system-ppc64";
    private const string Version = "7.2";
    private const string Remedy = $"Debian 12 has version {Version} of it in the package qemu-system-ppc.";

    private static readonly Lazy<(string? Path, string? Missing)> Found = new(Find);

    /// <summary>The program. Without it the running test fails on a build server and is skipped elsewhere.</summary>
    public static string Require()
    {
        var (path, missing) = Found.Value;
        if (path is not null)
            return path;

        if (Environment.GetEnvironmentVariable("CI") is "true" or "1")
            Assert.Fail($"{missing} {Remedy} With CI=true these tests must run.");
        else
            Assert.Ignore($"{missing} {Remedy}");

        throw new InvalidOperationException(missing);
    }

    private static (string? Path, string? Missing) Find()
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, Program))
            .FirstOrDefault(File.Exists);
        if (path is null)
            return (null, $"{Program} is not on the PATH.");

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
