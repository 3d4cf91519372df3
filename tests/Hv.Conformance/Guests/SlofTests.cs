using System.Diagnostics;
using System.Text;
using Hv.Cli.Tests.Infrastructure;
using Hv.Conformance.Infrastructure;

namespace Hv.Conformance.Guests;

/// <summary>The firmware that QEMU's pseries machines start, as an image here: its prompt, and a boot through it.</summary>
public sealed class SlofTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    /// <summary>The image, which Debian's package of the program depends on.</summary>
    private static string Image
    {
        get
        {
            var folder = Path.GetDirectoryName(Path.GetDirectoryName(QemuInstallation.Require()))!;
            return Path.Combine(folder, "share", "qemu", "slof.bin");
        }
    }

    [TestCase("pseries-7.2")]
    [TestCase("pseries-2.12")]
    public void It_comes_up_to_its_prompt_and_takes_words(string machine)
    {
        using var process = Process.Start(new ProcessStartInfo(
            BuiltProgram.Hv, $"run -machine {machine} -m 256M -bios {Image} -serial stdio -monitor none -no-reboot")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        try
        {
            var console = new StringBuilder();
            WaitFor(process, console, "\n0 > ");
            Assert.That(console.ToString(), Does.Contain("QEMU Starting").And.Contain("Welcome to Open Firmware"));

            process.StandardInput.Write("6 7 * .\r");
            process.StandardInput.Flush();
            WaitFor(process, console, "2a");
            process.StandardInput.Write("power-off\r");
            process.StandardInput.Flush();
            Assert.That(process.WaitForExit(Patience));
            Assert.That(process.ExitCode, Is.Zero);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }

    [TestCase("pseries-7.2", "Radix")]
    [TestCase("pseries-2.12", "Hash")]
    public void A_kernel_boots_through_it(string machine, string mmu)
    {
        var run = DebianRun.Hv($"-machine {machine} -m 512M -bios {Image}", "grep MMU /proc/cpuinfo; ls /proc/device-tree/packages");

        Assert.That(run.Lines, Has.Some.Contains("QEMU Starting"));
        Assert.That(run.Lines, Has.Member($"MMU\t\t: {mmu}"));
        Assert.That(run.Lines, Has.Some.Contains("obp-tftp"), "the tree is the firmware's");
    }

    private static void WaitFor(Process process, StringBuilder console, string text)
    {
        var deadline = Stopwatch.StartNew();
        var buffer = new char[1024];
        var start = console.Length;
        while (!console.ToString(start, console.Length - start).Contains(text, StringComparison.Ordinal))
        {
            var reading = process.StandardOutput.ReadAsync(buffer, 0, buffer.Length);
            if (deadline.Elapsed > Patience || !reading.Wait(Patience) || reading.Result == 0)
                Assert.Fail($"'{text}' does not come:\n{console}");

            console.Append(buffer, 0, reading.Result);
        }
    }
}
