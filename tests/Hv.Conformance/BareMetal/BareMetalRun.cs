using System.Diagnostics;
using Hv.Conformance.Infrastructure;
using Hv.Power.Cpu;
using Hv.Power.Execution;
using Hv.Power.Translation;
using Hv.Runtime.Memory;

namespace Hv.Conformance.BareMetal;

/// <summary>Runs an image on both sides, and gives what each printed.</summary>
internal static class BareMetalRun
{
    private const ulong RamSize = 256 << 20;

    /// <summary>QEMU makes a hashed page table of a 128th of RAM.</summary>
    private const int TableShift = 21;

    /// <summary>Instructions of all processors: far more than any program here needs.</summary>
    private const long Budget = 200_000_000;

    private const string LifetimeInSeconds = "60";

    /// <summary>Runs it here, the processors in turns.</summary>
    public static string OnHv(byte[] image, PowerModel model, int processors = 1) => Run(image, model, processors, (group, hypervisor) =>
    {
        var execution = new DeterministicExecution(group, hypervisor, turn: 1000);
        hypervisor.End = execution.Stop;
        return execution.Run(Budget) == StopReason.Kicked;
    });

    /// <summary>Runs it here, each processor on a thread.</summary>
    public static string OnThreads(byte[] image, PowerModel model, int processors) => Run(image, model, processors, (group, hypervisor) =>
    {
        using var execution = new ThreadedExecution(group, hypervisor);
        hypervisor.End = execution.Stop;
        execution.Start();
        return execution.WaitForEnd(TimeSpan.FromMinutes(1));
    });

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

    private static unsafe string Run(byte[] image, PowerModel model, int processors, Func<PowerCpuGroup, BareMetalHypervisor, bool> run)
    {
        using var memory = new GuestMemory(RamSize);
        using var table = new GuestMemory(1UL << TableShift);
        using var partition = new PowerPartition(memory);
        using var group = new PowerCpuGroup(model, partition, processors);
        var hypervisor = new BareMetalHypervisor(partition, table, new HashedPageTable(0, TableShift)) { Group = group };
        Assert.That(memory.TryWrite(new GuestPhysicalAddress(0), image), "the image fits");
        foreach (var cpu in group.Cpus.Skip(1))
            cpu.IsStopped = true;

        // As the binding to IEEE 1275 says (8.2.1): 32-bit.
        group.Cpus[0].State.Msr &= ~BareMetalImage.SixtyFourBit;
        return run(group, hypervisor)
            ? hypervisor.Console
            : $"{hypervisor.Console}\nnot ended: {string.Join(", ", group.Cpus.Select(cpu => $"0x{cpu.State.Nia:x}"))}";
    }
}
