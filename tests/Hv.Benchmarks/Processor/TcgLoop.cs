using System.Diagnostics;

namespace Hv.Benchmarks.Processor;

/// <summary>A loop under QEMU's user mode, whose engine is TCG.</summary>
internal sealed class TcgLoop : IDisposable
{
    private const string Program = "qemu-ppc64le";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly string _path = Path.GetTempFileName();
    private readonly byte[] _image;

    public TcgLoop(byte[] image)
    {
        _image = image;
        File.WriteAllBytes(_path, image);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Whether QEMU is installed.</summary>
    public static bool IsAvailable => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Any(folder => File.Exists(Path.Combine(folder, Program)));

    /// <summary>How long the program takes, the start and the end of QEMU included, and what it exits with.</summary>
    /// <exception cref="TimeoutException">It does not end.</exception>
    public (double Nanoseconds, int ExitCode) Run(long count)
    {
        GuestImage.SetCount(_image, count);
        File.WriteAllBytes(_path, _image);
        var start = Stopwatch.GetTimestamp();
        using var process = Process.Start(Program, ["-cpu", "power9", _path]);
        if (process.WaitForExit(Patience))
            return (Stopwatch.GetElapsedTime(start).TotalNanoseconds, process.ExitCode);

        process.Kill();
        throw new TimeoutException($"{Program} does not end.");
    }

    public void Dispose() => File.Delete(_path);
}
