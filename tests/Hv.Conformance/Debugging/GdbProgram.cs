using System.Diagnostics;
using System.Globalization;
using Hv.Conformance.Infrastructure;

namespace Hv.Conformance.Debugging;

/// <summary>The real gdb, run with commands to its end.</summary>
internal static class GdbProgram
{
    private const string Program = "gdb-multiarch";

    /// <summary>Runs commands on what listens at a port of this host.</summary>
    /// <returns>What it wrote, line by line.</returns>
    public static string[] Run(int port, string byteOrder, params string[] commands) => Run(port, byteOrder, LineChannel.Patience, commands);

    /// <summary>Runs commands that take their time, on what listens at a port of this host.</summary>
    /// <param name="port">The port.</param>
    /// <param name="byteOrder">The guest's: <c>big</c> or <c>little</c>.</param>
    /// <param name="patience">How long it may take.</param>
    /// <param name="commands">The commands.</param>
    /// <returns>What it wrote, line by line.</returns>
    public static string[] Run(int port, string byteOrder, TimeSpan patience, params string[] commands)
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, Program)).FirstOrDefault(File.Exists);
        if (path is null)
        {
            const string missing = $"{Program} is not on the PATH; Debian has it in the package of that name.";
            if (Environment.GetEnvironmentVariable("CI") is "true" or "1")
                Assert.Fail(missing);

            Assert.Ignore(missing);
        }

        string[] all =
        [
            "set pagination off", "set confirm off", "set architecture powerpc:common64", $"set endian {byteOrder}",
            string.Create(CultureInfo.InvariantCulture, $"target remote 127.0.0.1:{port}"), .. commands,
        ];
        var start = new ProcessStartInfo(path!, ["-nx", "-batch", .. all.SelectMany(command => (string[])["-ex", command])])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(patience))
        {
            process.Kill();
            Assert.Fail($"gdb does not end: {output.Result}{error.Result}");
        }

        TestContext.Out.WriteLine(output.Result + error.Result);
        return (output.Result + error.Result).Split('\n');
    }
}
