using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Hv.Cli.Run;

namespace Hv.Cli.Guests;

/// <summary>A program of the host that is run to its end. It ends with this one, whatever ends this one.</summary>
internal static class HostCommand
{
    private static readonly PosixSignal[] EndingSignals = [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP];

    /// <summary>Runs a program and takes what it writes as text.</summary>
    /// <param name="program">Its name, looked for in PATH.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="folder">Where it runs, or <see langword="null"/>.</param>
    /// <param name="environment">Variables that it gets besides this program's.</param>
    /// <param name="onError">Takes each line of its stderr.</param>
    /// <param name="patience">How long it may run before it is killed; as long as it wants without.</param>
    /// <returns>Its exit code and its output, or <see langword="null"/> when there is no such program.</returns>
    public static (int ExitCode, string Output)? Run(
        string program, IEnumerable<string> arguments, string? folder = null, IReadOnlyDictionary<string, string>? environment = null,
        Action<string>? onError = null, TimeSpan? patience = null)
    {
        var output = "";
        var exitCode = Pipe(
            program, arguments, null, stream => output = new StreamReader(stream).ReadToEnd(), folder, environment, onError, patience);
        return exitCode is { } code ? (code, output) : null;
    }

    /// <summary>Runs a program whose input and output are bytes.</summary>
    /// <param name="program">Its name, looked for in PATH.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="input">What it reads, or <see langword="null"/> for nothing.</param>
    /// <param name="read">Takes its output.</param>
    /// <param name="folder">Where it runs, or <see langword="null"/>.</param>
    /// <param name="environment">Variables that it gets besides this program's.</param>
    /// <param name="onError">Takes each line of its stderr.</param>
    /// <param name="patience">How long it may run before it is killed; as long as it wants without.</param>
    /// <returns>Its exit code, or <see langword="null"/> when there is no such program.</returns>
    public static int? Pipe(
        string program, IEnumerable<string> arguments, Stream? input, Action<Stream> read, string? folder = null,
        IReadOnlyDictionary<string, string>? environment = null, Action<string>? onError = null, TimeSpan? patience = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? "",
        };

        // What it says is read by this program, not only by people.
        start.Environment["LC_ALL"] = "C.UTF-8";
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;

        using var process = new Process { StartInfo = start };
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is { } text)
                onError?.Invoke(text);
        };
        try
        {
            process.Start();
        }
        catch (Win32Exception)
        {
            return null;
        }

        var signals = EndingSignals.Select(signal => PosixSignalRegistration.Create(signal, _ => Kill(process))).ToList();
        try
        {
            process.BeginErrorReadLine();
            using var end = patience is { } time ? new Timer(_ => Kill(process), null, time, Timeout.InfiniteTimeSpan) : null;
            var feeding = Task.Run(() => Feed(process, input));
            read(process.StandardOutput.BaseStream);
            feeding.Wait();
            process.WaitForExit();
            return process.ExitCode;
        }
        finally
        {
            Kill(process);
            signals.ForEach(signal => signal.Dispose());
        }
    }

    /// <summary>The last line of a program's complaints, for a person.</summary>
    /// <exception cref="RunException">Always.</exception>
    public static RunException Failed(string program, int exitCode, string? complaint) =>
        new($"{program} ended with {exitCode}{(complaint is null ? "" : $": {complaint}")}");

    private static void Feed(Process process, Stream? input)
    {
        try
        {
            using var stream = process.StandardInput.BaseStream;
            input?.CopyTo(stream);
        }
        catch (IOException)
        {
            // It has ended without reading all; its exit code says whether that is wrong.
        }
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception)
        {
            // It has ended.
        }
    }
}
