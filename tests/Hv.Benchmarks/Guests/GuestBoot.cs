using System.Diagnostics;
using System.Globalization;

namespace Hv.Benchmarks.Guests;

/// <summary>One boot that runs <see cref="GuestScript"/> and powers off.</summary>
internal sealed class GuestBoot
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    private readonly Dictionary<string, TimeSpan> _jobs = new(StringComparer.Ordinal);
    private TimeSpan? _kernel;
    private TimeSpan? _init;
    private TimeSpan _scriptStart;
    private TimeSpan _scriptEnd;

    private GuestBoot()
    {
    }

    /// <summary>From the start of the program to the kernel's first line: firmware, and the loading of the kernel.</summary>
    public TimeSpan ToKernel => _kernel!.Value;

    /// <summary>From the kernel's first line to the first of <c>/init</c>.</summary>
    public TimeSpan KernelToInit => _init!.Value - ToKernel;

    /// <summary>From the kernel's first line to the end of the program, less what the script takes.</summary>
    public TimeSpan KernelToPowerOff { get; private set; }

    /// <summary>The processor time that the program took from the kernel's first line to the first of <c>/init</c>.</summary>
    public TimeSpan ProcessorTime { get; private set; }

    /// <summary>The most of the host's memory that was seen in use beyond the guest's RAM, in bytes; 0 where the host does not tell.</summary>
    public long MemoryBeyondRam { get; private set; }

    /// <summary>The time of each job of the script.</summary>
    public IReadOnlyDictionary<string, TimeSpan> Jobs => _jobs;

    /// <summary>A checksum of all that the jobs printed.</summary>
    public string Printed { get; private set; } = "";

    /// <summary>Boots a machine.</summary>
    /// <param name="program">What runs it.</param>
    /// <param name="disk">The image of its disk.</param>
    /// <param name="progress">Is told of each result line of the guest.</param>
    /// <exception cref="InvalidOperationException">The guest did not do all of it; the message has its console.</exception>
    /// <exception cref="TimeoutException">It does not end.</exception>
    public static GuestBoot Run(GuestProgram program, string disk, Action<string> progress)
    {
        string[] arguments =
        [
            .. program.Arguments,
            "-machine", "pseries-7.2", "-m", "1G", "-smp", "1", "-serial", "stdio", "-no-reboot",
            "-drive", $"file={disk},if=none,id=d,format=raw", "-device", "nvme,serial=hv,drive=d",
            "-append", $"{program.CommandLine}hv.script=\"{GuestScript.Text}\"",
        ];
        var boot = new GuestBoot();
        var start = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo(program.Path, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        using var memory = new GuestMemoryWatch(process.Id);
        var error = process.StandardError.ReadToEndAsync();
        var console = new List<string>();
        var reader = Task.Run(() =>
        {
            while (process.StandardOutput.ReadLine() is { } line)
            {
                console.Add(line.TrimEnd('\r'));
                boot.Note(console[^1], Stopwatch.GetElapsedTime(start), process, progress);
            }
        });
        if (!process.WaitForExit(Patience))
        {
            process.Kill();
            throw new TimeoutException($"{program.Path} does not end.");
        }

        var end = Stopwatch.GetElapsedTime(start);
        reader.Wait();
        if (process.ExitCode != 0 || boot._kernel is null || boot._init is null || boot._jobs.Count != GuestScript.Jobs.Length)
            throw new InvalidOperationException($"{program.Path} ended with {process.ExitCode}:\n{string.Join('\n', console)}\n{error.Result}");

        boot.KernelToPowerOff = end - boot.ToKernel - (boot._scriptEnd - boot._scriptStart);
        boot.MemoryBeyondRam = memory.Most;
        return boot;
    }

    private void Note(string line, TimeSpan time, Process process, Action<string> progress)
    {
        // What the kernel says first, while the firmware still serves it, and what it says where it does not.
        if (_kernel is null && (line.Contains("Linux version", StringComparison.Ordinal) || line.Contains("Booting Linux via", StringComparison.Ordinal)))
        {
            _kernel = time;
            ProcessorTime = process.TotalProcessorTime;
        }
        else if (_init is null && line == "init: reached")
        {
            _init = time;
            ProcessorTime = process.TotalProcessorTime - ProcessorTime;
            progress("/init");
        }
        else if (line == GuestScript.StartMark)
        {
            _scriptStart = time;
            progress("script");
        }
        else if (line.Split(' ') is [GuestScript.ResultMark, var name, var before, var after, "0"])
        {
            _jobs[name] = TimeSpan.FromSeconds(Number(after) - Number(before));
            progress(name);
        }
        else if (line.StartsWith(GuestScript.ChecksumMark + " ", StringComparison.Ordinal))
        {
            Printed = line;
            _scriptEnd = time;
        }
    }

    private static double Number(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
}
