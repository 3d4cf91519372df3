using System.Diagnostics;
using Hv.Conformance.Infrastructure;

namespace Hv.Conformance.Isa;

/// <summary>A program for POWER code: binutils of the cross compiler, QEMU's user mode.</summary>
internal static class GuestTool
{
    /// <summary>GNU as.</summary>
    public const string Assembler = "powerpc64le-linux-gnu-as";

    /// <summary>GNU ld.</summary>
    public const string Linker = "powerpc64le-linux-gnu-ld";

    /// <summary>GNU objdump.</summary>
    public const string Disassembler = "powerpc64le-linux-gnu-objdump";

    /// <summary>QEMU's user mode, little-endian.</summary>
    public const string LittleEndianEngine = "qemu-ppc64le";

    /// <summary>QEMU's user mode, big-endian.</summary>
    public const string BigEndianEngine = "qemu-ppc64";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Makes sure that a program is there. Without it the running test fails on a build server and is skipped elsewhere.</summary>
    public static void Require(params string[] programs)
    {
        foreach (var program in programs.Where(program => !IsInstalled(program)))
        {
            var missing = $"{program} is not on the PATH. Debian 12 has it in the packages binutils-powerpc64le-linux-gnu and qemu-user.";
            if (Environment.GetEnvironmentVariable("CI") is "true" or "1")
                Assert.Fail($"{missing} With CI=true these tests must run.");
            else
                Assert.Ignore(missing);
        }
    }

    /// <summary>Runs a program to its end and gives what it writes.</summary>
    public static byte[] Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        using var output = new MemoryStream();
        var errors = process.StandardError.ReadToEndAsync();
        var copy = process.StandardOutput.BaseStream.CopyToAsync(output);
        if (!process.WaitForExit(Patience))
        {
            process.Kill();
            Assert.Fail($"{program} {string.Join(' ', arguments)} does not end.");
        }

        copy.Wait(LineChannel.Patience);
        Assert.That(process.ExitCode, Is.Zero, () => $"{program} {string.Join(' ', arguments)}: {string.Join('\n', errors.Result.Split('\n').Take(20))}");
        return output.ToArray();
    }

    private static bool IsInstalled(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Any(folder => File.Exists(Path.Combine(folder, program)));
}
