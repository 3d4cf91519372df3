namespace Hv.Conformance.Infrastructure;

/// <summary>Finds the QEMU that Hv is compared with.</summary>
internal static class QemuInstallation
{
    private const string Program = "qemu-system-ppc64";

    private static readonly string? Path = (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => System.IO.Path.Combine(folder, Program))
        .FirstOrDefault(File.Exists);

    /// <summary>The program. Without it the running test fails on a build server and is skipped elsewhere.</summary>
    public static string Require()
    {
        if (Path is { } path)
            return path;

        const string Missing = $"{Program} is not on the PATH; Debian has version 7.2 of it in the package qemu-system-ppc.";
        if (Environment.GetEnvironmentVariable("CI") is "true" or "1")
            Assert.Fail($"{Missing} With CI=true these tests must run.");
        else
            Assert.Ignore(Missing);

        throw new InvalidOperationException(Missing);
    }
}
