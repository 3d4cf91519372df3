using System.Diagnostics;
using System.Text.RegularExpressions;
using Hv.Cli.Output;
using Hv.Cli.Run;
using Hv.Cli.Tests.Infrastructure;
using Hv.Pseries;
using Hv.Runtime.Machines;

namespace Hv.Cli.Tests.Guests;

/// <summary>The built-in guest, in this process, on the machines that are delivered.</summary>
public sealed partial class BuiltInGuestTests
{
    private const int SoakRuns = 200;
    private const int SoakAtOnce = 4;
    private const int SoakSettles = 20;

    private DirectoryInfo _folder = null!;

    [SetUp]
    public void SetUp() => _folder = Directory.CreateTempSubdirectory("hv-built-in-");

    [TearDown]
    public void TearDown() => _folder.Delete(recursive: true);

    /// <summary>Takes the only numbers that no two runs have in common for one.</summary>
    internal static string WithoutTimes(string session) => Ticks().Replace(session, "(N ticks)");

    [TestCase("pseries-7.2")]
    [TestCase("pseries-2.12")]
    [TestCase("pseries-2.3")]
    [TestCase("pseries-2.1")]
    public void A_machine_that_is_told_no_guest_runs_the_built_in_one(string machine)
    {
        var (exitCode, session, error) = Run("-machine", machine);

        var expected = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Guests", "Sessions", $"{machine}.txt"));
        Assert.That(WithoutTimes(session), Is.EqualTo(expected));
        Assert.That((exitCode, error), Is.EqualTo((0, "")));
    }

    [Test]
    public void Memory_and_processors_are_those_of_the_machine()
    {
        var (exitCode, session, _) = Run("-m", "3G", "-smp", "2", "-guest", "built-in");

        Assert.That(session, Does.Contain("\nmemory     3 GiB\n").And.Contain(", 2 in all, "));
        Assert.That(session, Does.Contain("\ncreate     4 GiB in pages of 64 KiB: LIOBN 0x80000001 at 0x800000000000000, ok"));
        Assert.That(exitCode, Is.Zero);
    }

    [Test]
    public void The_largest_pages_are_taken_when_64_KiB_are_not_offered()
    {
        var (exitCode, session, _) = Run("-global", "spapr-pci-host-bridge.pgsz=0x1001000");

        Assert.That(session, Does.Contain("pages of 16 MiB 4 KiB\n").And.Contain("\nmap        H_PUT_TCE_INDIRECT of 1 pages of 16 MiB, "));
        Assert.That(exitCode, Is.Zero);
    }

    [Test]
    public void A_device_that_cannot_reach_the_window_fails_and_so_does_the_program()
    {
        // A 28-bit DMA engine, as the device has it by default.
        var (exitCode, session, _) = Run("-device", "edu");

        Assert.That(session, Does.EndWith(": other bytes came back: FAILED (status 1)\n"));
        Assert.That(exitCode, Is.EqualTo(1));
    }

    [Test]
    public void What_a_panic_does_is_the_users_to_say() =>
        Assert.That(Run("-device", "edu", "-action", "panic=shutdown").ExitCode, Is.Zero);

    [Test]
    public void Devices_that_are_not_there_are_passed_over_and_others_not_added()
    {
        var (exitCode, session, _) = Run("-device", "edu,dma_mask=0xffffffffffffffff,addr=1f");

        Assert.That(session, Does.Contain("\nedu        slot 31, ").And.Contain("\nnvme       there is none\n"));
        Assert.That(exitCode, Is.Zero);
    }

    [Test]
    public void A_disk_of_the_users_is_as_it_was_before()
    {
        var content = new byte[1 << 20];
        new Random(1).NextBytes(content);
        var image = Path.Combine(_folder.FullName, "image");
        File.WriteAllBytes(image, content);

        var (exitCode, session, _) = Run("-drive", $"file={image},format=raw,if=none,id=d", "-device", "nvme,serial=a,drive=d");

        Assert.That(session, Does.Contain("namespace 1: 2048 blocks of 512 bytes, 1 MiB\n").And.Contain("to block 0, and read back: equal, ok"));
        Assert.That(exitCode, Is.Zero);
        Assert.That(File.ReadAllBytes(image), Is.EqualTo(content));
    }

    [Test]
    public void A_disk_that_cannot_be_written_is_told()
    {
        var image = Path.Combine(_folder.FullName, "image");
        File.WriteAllBytes(image, new byte[1 << 20]);

        var (exitCode, session, _) = Run(
            "-drive", $"file={image},format=raw,readonly=on,if=none,id=d", "-device", "nvme,serial=a,drive=d");

        Assert.That(session, Does.Match(@"to block 0, and read back: FAILED \(status [1-9][0-9]*\)\n$"));
        Assert.That(exitCode, Is.EqualTo(1));
    }

    [TestCase("", true)]
    [TestCase("-machine pseries-2.1 -S -s", true)]
    [TestCase("-qmp unix:socket", true)]
    [TestCase("-accel tcg", true)]
    [TestCase("-nodefaults", false)]
    [TestCase("-machine none", false)]
    [TestCase("-qtest null", false)]
    [TestCase("-accel qtest", false)]
    [TestCase("-machine accel=kvm:qtest", false)]
    [TestCase("-incoming defer", false)]
    [TestCase("-bios image", false)]
    public void The_built_in_guest_runs_when_nothing_says_what_else(string commandLine, bool expected)
    {
        var configuration = RunParser.Parse(commandLine.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        using var output = new StringWriter();
        MachineVersion Find() => configuration.Machine is "none" ? SampleMachine.Catalog.Families[0].Default : PseriesMachine.Family.Default;

        RunGuest.Apply(configuration, new CliConsole(output, output), Find);

        Assert.That(configuration.KernelContent is not null, Is.EqualTo(expected));
        Assert.That(configuration.Devices.Select(device => device.Type), Is.EqualTo(expected ? new[] { "edu", "nvme" } : []));
    }

    [Test]
    public void The_users_kernel_takes_its_place()
    {
        var configuration = RunParser.Parse(["-kernel", "vmlinux"]);
        using var output = new StringWriter();

        RunGuest.Apply(configuration, new CliConsole(output, output), () => PseriesMachine.Family.Default);

        Assert.That((configuration.Options.Boot.Kernel, configuration.KernelContent), Is.EqualTo(("vmlinux", (ReadOnlyMemory<byte>?)null)));
        Assert.That(configuration.Devices, Is.Empty);
    }

    /// <summary>
    /// What stays after a run would be there two hundred times: address space of a machine's RAM, files, threads, what the collector
    /// cannot free.
    /// </summary>
    [Test]
    public void Two_hundred_runs_in_one_process_leave_nothing_behind()
    {
        Soak(SoakSettles);
        var before = Footprint.Now();
        Soak(SoakRuns);
        var after = Footprint.Now();

        Assert.That(after.Objects - before.Objects, Is.LessThan(SoakRuns * 8192L), $"bytes of objects: {before} then {after}");
        Assert.That(after.Threads - before.Threads, Is.LessThan(SoakRuns / 4), $"threads: {before} then {after}");
        Assert.That(after.Handles - before.Handles, Is.LessThan(SoakRuns / 4), $"handles: {before} then {after}");

        // Each run has 64 MiB of RAM.
        Assert.That(after.AddressSpace - before.AddressSpace, Is.LessThan(SoakRuns / 4 * (64L << 20)), $"address space: {before} then {after}");
    }

    private void Soak(int runs) => Parallel.For(0, runs, new ParallelOptions { MaxDegreeOfParallelism = SoakAtOnce }, number =>
    {
        var (exitCode, session, error) = Run("-m", "64");
        Assert.That((exitCode, error), Is.EqualTo((0, "")), session);
        Assert.That(session, Does.EndWith("\npower off\n"), $"run {number}");
    });

    private (int ExitCode, string Session, string Error) Run(params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var serial = Path.Combine(_folder.FullName, Path.GetRandomFileName());
        var exitCode = DeliveredPlatforms.Application(new CliConsole(output, error)).Run(["run", "-serial", $"file:{serial}", .. arguments]);
        var session = File.ReadAllText(serial);
        File.Delete(serial);
        return (exitCode, session, error.ToString());
    }

    [GeneratedRegex(@"\([0-9]+ ticks\)")]
    private static partial Regex Ticks();

    /// <summary>What this process has of the host.</summary>
    private sealed record Footprint(long Objects, int Threads, int Handles, long AddressSpace)
    {
        public static Footprint Now()
        {
            for (var round = 0; round < 3; round++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }

            using var process = Process.GetCurrentProcess();
            return new Footprint(GC.GetTotalMemory(forceFullCollection: true), process.Threads.Count, process.HandleCount, process.VirtualMemorySize64);
        }
    }
}
