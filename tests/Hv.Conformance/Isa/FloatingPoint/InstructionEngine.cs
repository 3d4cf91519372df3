using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Hv.Conformance.Isa.FloatingPoint;

/// <summary>QEMU's processor: engine.c, built once and run by qemu-ppc64le with many records at a time.</summary>
internal static class InstructionEngine
{
    private const string Emulator = "qemu-ppc64le";
    private const string Compiler = "powerpc64le-linux-gnu-gcc";
    private const int RecordSize = 72;
    private const int AnswerSize = 40;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static readonly Lazy<(string? Program, string? Missing)> Built = new(Build);

    /// <summary>
    /// Builds the program. Without its tools the running test fails on a build server and is skipped elsewhere.
    /// </summary>
    public static void Require()
    {
        if (Built.Value.Missing is not { } missing)
            return;

        const string Remedy = "Debian 12: packages qemu-user, gcc-powerpc64le-linux-gnu and libc6-dev-ppc64el-cross.";
        if (Environment.GetEnvironmentVariable("CI") is "true" or "1")
            Assert.Fail($"{missing} {Remedy} With CI=true these tests must run.");
        else
            Assert.Ignore($"{missing} {Remedy}");
    }

    /// <summary>Runs an instruction on states.</summary>
    public static FloatingPointOutcome[] Run(FloatingPointInstruction instruction, IReadOnlyList<FloatingPointState> states)
    {
        var input = new byte[states.Count * RecordSize];
        for (var index = 0; index < states.Count; index++)
        {
            var record = input.AsSpan(index * RecordSize, RecordSize);
            var state = states[index];
            MemoryMarshal.Write(record, instruction.Word);
            MemoryMarshal.Write(record[4..], state.Fpscr);
            MemoryMarshal.Write(record[8..], state.Target);
            MemoryMarshal.Write(record[24..], state.A);
            MemoryMarshal.Write(record[40..], state.B);
            MemoryMarshal.Write(record[56..], state.C);
        }

        var output = Run(input);
        Assert.That(output, Has.Length.EqualTo(states.Count * AnswerSize), $"{instruction.Mnemonic}: {Emulator} ended early.");
        var outcomes = new FloatingPointOutcome[states.Count];
        for (var index = 0; index < outcomes.Length; index++)
        {
            var answer = output.AsSpan(index * AnswerSize, AnswerSize);
            outcomes[index] = new FloatingPointOutcome(
                MemoryMarshal.Read<UInt128>(answer[(instruction.IsHigh ? 16 : 0)..]),
                MemoryMarshal.Read<uint>(answer[32..]),
                instruction.WritesField ? MemoryMarshal.Read<uint>(answer[36..]) >> 28 : 0);
        }

        return outcomes;
    }

    private static byte[] Run(byte[] input)
    {
        using var process = Start(Emulator, "-cpu", "power10", Built.Value.Program!);
        using var watch = new CancellationTokenSource(Patience);
        using var kill = watch.Token.Register(process.Kill);
        var writing = Task.Run(() =>
        {
            using var stream = process.StandardInput.BaseStream;
            stream.Write(input);
        });
        using var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        try
        {
            writing.Wait();
        }
        catch (AggregateException exception) when (exception.InnerException is IOException)
        {
            // The program ended: its output is short, which the caller tells.
        }

        process.WaitForExit();
        return output.ToArray();
    }

    private static (string? Program, string? Missing) Build()
    {
        foreach (var tool in (string[])[Emulator, Compiler])
        {
            if (!IsOnPath(tool))
                return (null, $"{tool} is not on the PATH.");
        }

        var folder = Directory.CreateTempSubdirectory("hv-engine-");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Delete(recursive: true);
        var program = Path.Combine(folder.FullName, "engine");
        var source = Path.Combine(AppContext.BaseDirectory, "Isa", "FloatingPoint", "engine.c");
        using var compiler = Start(Compiler, "-O1", "-static", "-mcpu=power9", "-o", program, source);
        compiler.StandardInput.Close();
        var errors = compiler.StandardError.ReadToEnd();
        compiler.WaitForExit();
        return compiler.ExitCode == 0 ? (program, null) : (null, $"{Compiler} does not build engine.c: {errors}");
    }

    private static Process Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = program == Compiler,
        };
        return Process.Start(start)!;
    }

    private static bool IsOnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Any(folder => File.Exists(Path.Combine(folder, program)));
}
