using System.Diagnostics;
using System.Text;
using Hv.Conformance.Infrastructure;
using Hv.Power.Execution;
using Hv.Pseries.Versions;
using Hv.Runtime.Machines;
using Hv.Runtime.Memory;

namespace Hv.Conformance.BareMetal;

/// <summary>Runs an image as the firmware of a machine on both sides, and gives what each printed.</summary>
internal static class BareMetalRun
{
    private const ulong RamSize = 256 << 20;
    private const ulong LargestPage = 16 << 20;
    private const string LifetimeInSeconds = "60";

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    /// <summary>Runs it here, each processor on a thread, until it powers the machine off.</summary>
    public static string OnHv(byte[] image, PowerModel model, int processors = 1)
    {
        using var console = new MemoryStream();
        using var ended = new ManualResetEventSlim();
        var failures = new List<Exception>();
        using var machine = new Pseries_7_2
        {
            Options = new MachineOptions
            {
                RamSize = RamSize, Cpus = processors, CpuModel = model.Name.ToLowerInvariant(), Execution = ExecutionMode.Threads,
            },
            CapHptMaximumPageSize = LargestPage,
        };
        machine.HandlerFailed += failures.Add;
        machine.EventRaised += raised =>
        {
            if (raised is MachineEvent.PowerOffRequested)
                ended.Set();
        };
        machine.Realize();
        machine.FirstVty!.Output = console;
        Assert.That(machine.Memory.TryWrite(new GuestPhysicalAddress(0), image), "the image fits");

        // As the binding to IEEE 1275 says (8.2.1): 32-bit.
        machine.Processors.First().Core.State.Msr &= ~BareMetalImage.SixtyFourBit;
        machine.Resume();
        var hasEnded = ended.Wait(Lifetime);
        machine.Pause();
        var text = Encoding.Latin1.GetString(console.ToArray());
        Assert.That(failures, Is.Empty, () => text);
        return hasEnded ? text : $"{text}\nnot ended: {string.Join(", ", machine.Processors.Select(cpu => $"0x{cpu.Core.State.Nia:x}"))}";
    }

    /// <summary>Runs it as the firmware of QEMU's pseries machine.</summary>
    public static string OnQemu(byte[] image, PowerModel model, int processors = 1)
    {
        var program = QemuInstallation.Require();
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, image);
            string[] arguments =
            [
                "--kill-after=5", LifetimeInSeconds, program, "-accel", "tcg", "-M", "pseries,cap-hpt-max-page-size=16M", "-cpu", model.Name,
                "-m", "256M", "-smp", $"{processors}", "-bios", path, "-display", "none", "-nodefaults", "-serial", "stdio", "-no-reboot",
            ];
            using var process = Process.Start(new ProcessStartInfo("timeout", arguments)
            {
                RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
                StandardOutputEncoding = System.Text.Encoding.Latin1,
            })!;
            var errors = process.StandardError.ReadToEndAsync();
            var console = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? console : $"{console}\nended with {process.ExitCode}: {errors.Result}";
        }
        finally
        {
            File.Delete(path);
        }
    }
}
