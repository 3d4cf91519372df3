using System.Diagnostics;

namespace Hv.Benchmarks.Processor;

/// <summary>A loop in a machine of QEMU, whose engine is TCG.</summary>
internal sealed class TcgSystemLoop(SystemLoop loop) : IDisposable
{
    private const string Program = "qemu-system-ppc64";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly string _path = Path.GetTempFileName();

    /// <summary>Whether QEMU is installed.</summary>
    public static bool IsAvailable => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Any(folder => File.Exists(Path.Combine(folder, Program)));

    /// <summary>How long the machine runs, its start and its end included.</summary>
    /// <exception cref="TimeoutException">It does not end.</exception>
    public double Run(long count)
    {
        File.WriteAllBytes(_path, loop.Image(count));
        var start = Stopwatch.GetTimestamp();
        string[] arguments =
        [
            "-M", "pseries", "-cpu", "power9", "-m", "256M", "-accel", "tcg", "-nodefaults", "-display", "none", "-serial", "null",
            "-monitor", "none", "-no-reboot", "-bios", _path,
        ];
        using var process = Process.Start(new ProcessStartInfo(Program, arguments) { RedirectStandardError = true })!;
        if (process.WaitForExit(Patience))
            return Stopwatch.GetElapsedTime(start).TotalNanoseconds;

        process.Kill();
        throw new TimeoutException($"{Program} does not end.");
    }

    public void Dispose() => File.Delete(_path);
}
