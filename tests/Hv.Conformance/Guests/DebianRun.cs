using System.Diagnostics;
using Hv.Cli.Tests.Infrastructure;
using Hv.Conformance.Infrastructure;

namespace Hv.Conformance.Guests;

/// <summary>A boot of Debian's guest that runs a script and powers off, here or under QEMU.</summary>
/// <param name="Lines">What the console showed.</param>
/// <param name="ExitCode">The exit code of the program.</param>
internal sealed record DebianRun(string[] Lines, int ExitCode)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>What the console showed between two lines that are all of a line each.</summary>
    public string[] Between(string first, string last) =>
        [.. Lines.SkipWhile(line => line != first).Skip(1).TakeWhile(line => line != last)];

    /// <summary>Boots it here.</summary>
    public static DebianRun Hv(string options, string script, string kernelOptions = "") =>
        Run(BuiltProgram.Hv, $"run --guest debian -serial stdio -no-reboot {options}", Append(kernelOptions, script));

    /// <summary>Boots it under QEMU.</summary>
    public static DebianRun Qemu(string options, string script, string kernelOptions = "") => Run(
        QemuInstallation.Require(),
        $"-nodefaults -display none -serial stdio -no-reboot -kernel {DebianFiles.Kernel} -initrd {DebianFiles.Initrd} {options}",
        $"console=hvc0 {Append(kernelOptions, script)}");

    private static string Append(string options, string script) => $"{options} \"hv.script={script}\"".TrimStart();

    private static DebianRun Run(string program, string options, string append)
    {
        _ = DebianFiles.Kernel;
        using var process = Process.Start(new ProcessStartInfo(
            program, [.. options.Split(' ', StringSplitOptions.RemoveEmptyEntries), "-append", append])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill();
            throw new TimeoutException($"{program} {options} does not end: {output.Result}\n{error.Result}");
        }

        var lines = output.Result.Split('\n').Select(line => line.TrimEnd('\r')).ToArray();
        if (process.ExitCode != 0 || !lines.Contains("init: status 0"))
            Assert.Fail($"{program} {options} ended with {process.ExitCode}:\n{output.Result}\n{error.Result}");

        return new DebianRun(lines, process.ExitCode);
    }
}
